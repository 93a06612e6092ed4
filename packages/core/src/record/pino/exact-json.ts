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

/** Text that may hold digits which a double cannot. */
const LONG_DIGITS = /[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]/;

/**
 * Whether an integer may stand in the text that a double cannot hold: 16 digits in a row, be they in a number or not.
 *
 * @param text any text
 */
export function hasLongDigits(text: string): boolean {
  return LONG_DIGITS.test(text);
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
  return hasLongDigits(text) ? buildExact(text) : (JSON.parse(text) as unknown);
}

/** An object or array whose end has not come. */
interface OpenValue {
  readonly target: unknown[] | Record<string, unknown>;
  /** The key whose value comes next; undefined in an array, and where a key comes next. */
  key: string | undefined;
}

/** Not recursive: depth is no matter. */
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
