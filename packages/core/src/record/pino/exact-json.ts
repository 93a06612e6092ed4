/**
 * A second look at JSON text that `JSON.parse` has accepted, for what it does not tell: digits beyond 2^53, and
 * members that are repeated. The text is known to be valid JSON, so nothing is checked again.
 */

import { MAX_DIGITS, TOO_MANY_DIGITS } from '../value/big-integer.ts';
import { setMember } from '../value/members.ts';

/** One member of an object, in the order of the text. */
export interface JsonMember {
  readonly key: string;
  readonly value: unknown;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const COMMA = 0x2c;
const COLON = 0x3a;
const MINUS = 0x2d;
const SPACE = 0x20;

/** Fewer digits are exact in a double. */
const MIN_LONG_DIGITS = 16;

/** Sixteen digits in a row, spelled out because the engine finds that in half the time of a count. */
const LONG_DIGITS = /[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]/g;

/**
 * Whether an integer may stand in the text that a double cannot hold: 16 digits in a row at the beginning of a number.
 * Decimals have as many, and so have identifiers in texts, but there something else stands before the digits. A text that
 * only looks like that costs time and nothing else.
 *
 * @param text valid JSON
 */
export function hasLongIntegers(text: string): boolean {
  LONG_DIGITS.lastIndex = 0;
  while (LONG_DIGITS.test(text)) {
    if (beginsNumber(text, LONG_DIGITS.lastIndex - MIN_LONG_DIGITS)) return true;
  }
  return false;
}

/** Whether a number may begin with the digits at a place, or with a sign before them. */
function beginsNumber(text: string, digitsAt: number): boolean {
  const at = text.charCodeAt(digitsAt - 1) === MINUS ? digitsAt - 1 : digitsAt;
  if (at === 0) return true;
  const before = text.charCodeAt(at - 1);
  return before === COLON || before === COMMA || before === OPEN_BRACKET || before <= SPACE;
}

/**
 * The members at the top of an object, repeated ones included.
 *
 * @param text valid JSON of an object
 * @returns members in the order of the text, integers that a double cannot hold as bigint
 */
export function exactMembers(text: string): JsonMember[] {
  const members: JsonMember[] = [];
  let at = skipSpace(text, text.indexOf('{') + 1);
  while (text.charCodeAt(at) === QUOTE) {
    const keyEnd = endOfString(text, at);
    const key = JSON.parse(text.slice(at, keyEnd)) as string;
    const valueAt = skipSpace(text, text.indexOf(':', keyEnd) + 1);
    const valueEnd = endOfValue(text, valueAt);
    members.push({ key, value: exactValue(text.slice(valueAt, valueEnd)) });
    at = skipSpace(text, valueEnd);
    if (text.charCodeAt(at) === COMMA) at = skipSpace(text, at + 1);
  }
  return members;
}

/** `JSON.parse` that keeps integers exact: as a number where that has the same decimal text, else as a bigint. */
export function exactValue(text: string): unknown {
  return hasLongIntegers(text) ? buildExact(text) : (JSON.parse(text) as unknown);
}

/** An object or array whose end has not come. */
interface OpenValue {
  readonly target: unknown[] | Record<string, unknown>;
  /** The key whose value comes next; undefined in an array, and where a key comes next. */
  key: string | undefined;
}

/** Not recursive: depth does not matter. */
function buildExact(text: string): unknown {
  const open: OpenValue[] = [];
  for (let at = skipSpace(text, 0); ; at = skipSpace(text, at)) {
    const holder = open.at(-1);
    const code = text.charCodeAt(at);
    if (code === COMMA) {
      at++;
    } else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) {
      at++;
      open.pop();
      if (open.length === 0) return holder?.target;
    } else if (holder !== undefined && holder.key === undefined && !Array.isArray(holder.target)) {
      const end = endOfString(text, at);
      holder.key = JSON.parse(text.slice(at, end)) as string;
      at = text.indexOf(':', end) + 1;
    } else if (code === OPEN_BRACE || code === OPEN_BRACKET) {
      at++;
      const target = code === OPEN_BRACE ? {} : [];
      attach(holder, target);
      open.push({ target, key: undefined });
    } else {
      const end = endOfValue(text, at);
      const scalar = exactScalar(text.slice(at, end));
      if (holder === undefined) return scalar;
      attach(holder, scalar);
      at = end;
    }
  }
}

function attach(holder: OpenValue | undefined, value: unknown): void {
  if (holder === undefined) return;
  if (Array.isArray(holder.target)) {
    holder.target.push(value);
    return;
  }
  setMember(holder.target, holder.key ?? '', value);
  holder.key = undefined;
}

function exactScalar(text: string): unknown {
  if (!/^-?\d{16,}$/.test(text)) return JSON.parse(text);
  if (text.length > MAX_DIGITS + (text.startsWith('-') ? 1 : 0)) return TOO_MANY_DIGITS;
  const number = Number(text);
  return String(number) === text ? number : BigInt(text);
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (text.charCodeAt(at) <= 0x20) at++;
  return at;
}

/** @param at where the opening quote stands */
function endOfString(text: string, at: number): number {
  let end = at + 1;
  for (let code = text.charCodeAt(end); code !== QUOTE; code = text.charCodeAt(end)) {
    end += code === BACKSLASH ? 2 : 1;
  }
  return end + 1;
}

function endOfValue(text: string, at: number): number {
  let depth = 0;
  let end = at;
  while (end < text.length) {
    const code = text.charCodeAt(end);
    if (code === QUOTE) {
      end = endOfString(text, end);
      if (depth === 0) return end;
      continue;
    }
    if (code === OPEN_BRACE || code === OPEN_BRACKET) depth++;
    else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) depth--;
    if (depth < 0 || (depth === 0 && (code === COMMA || code <= 0x20))) return end;
    end++;
    if (depth === 0 && (code === CLOSE_BRACE || code === CLOSE_BRACKET)) return end;
  }
  return end;
}
