/**
 * JSON as it is written by `JSON.stringify`: a value that is spelled in any other way is not accepted, for the message
 * carries its text as the record path would write it anew.
 */

import { KEYS_AT, MAX_KEYS } from '../src/record/pino/lines/transcoder/memory-layout.ts';
import {
  ALSE,
  BACKSLASH,
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COLON,
  COMMA,
  EXPONENT,
  equal,
  isDigit,
  MINUS,
  NULL,
  OPEN_BRACE,
  OPEN_BRACKET,
  POINT,
  QUOTE,
  stops,
  TRUE,
  ZERO,
} from './bytes.ts';
import { isShortest } from './host.ts';

const MAX_DEPTH: u32 = 64;

/** Objects of one line at most: without members they have no end, and the record path bounds what it reads. */
const MAX_OBJECTS: u32 = 4096;

let objects: u32 = 0;

/** Begins a line. */
export function forgetObjects(): void {
  objects = 0;
}

/** Counts an object; returns false if there are too many. */
export function countObject(): bool {
  objects++;
  return objects <= MAX_OBJECTS;
}

/** `"Buffer"` and `type`. */
const BUFFER: u64 = 0x2272_6566_6675_4222;
const TYPE = 0x6570_7974;

/** Whether a text is `Buffer`, which would be bytes if the object that it stands in is one in JSON. */
export function isBufferType(at: u32): bool {
  return load<u64>(at) == BUFFER;
}

/**
 * Passes over a value.
 *
 * @param depth values that it stands in
 * @param keys keys of these objects, noted in the area KEYS
 * @returns where the line goes on; 0 if the value is no JSON, or may be spelled otherwise
 */
export function skipJson(at: u32, depth: u32, keys: u32): u32 {
  const byte: u32 = load<u8>(at);
  if (byte == QUOTE) return skipText(at + 1);
  if (byte == OPEN_BRACE) return depth == MAX_DEPTH ? 0 : skipObject(at + 1, depth + 1, keys);
  if (byte == OPEN_BRACKET) return depth == MAX_DEPTH ? 0 : skipArray(at + 1, depth + 1, keys);
  if (byte == MINUS || isDigit(byte)) return skipNumber(at);
  const word = load<u32>(at);
  if (word == TRUE || word == NULL) return at + 4;
  return byte == 0x66 && load<u32>(at + 1) == ALSE ? at + 5 : 0;
}

function skipArray(at: u32, depth: u32, keys: u32): u32 {
  if (load<u8>(at) == CLOSE_BRACKET) return at + 1;
  while (true) {
    at = skipJson(at, depth, keys);
    if (at == 0) return 0;
    const byte = load<u8>(at);
    at++;
    if (byte == CLOSE_BRACKET) return at;
    if (byte != COMMA) return 0;
  }
}

function skipObject(at: u32, depth: u32, keys: u32): u32 {
  if (!countObject()) return 0;
  if (load<u8>(at) == CLOSE_BRACE) return at + 1;
  let known = keys;
  let seen: u64 = 0;
  while (true) {
    if (load<u8>(at) != QUOTE || known == MAX_KEYS) return 0;
    const key = at + 1;
    at = skipText(key);
    if (at == 0 || load<u8>(at) != COLON) return 0;
    const length = at - key - 1;
    if (isIndex(key, length)) return 0;
    // Two different keys seldom share one of 64 bits; only then they are compared.
    const bit =
      (1 as u64) << ((load<u8>(key) * 7 + load<u8>(key + (length >> 1)) * 3 + length * 5) as u64 & 63);
    if ((seen & bit) != 0 && isKnown(key, length, keys, known)) return 0;
    seen |= bit;
    store<u32>(KEYS_AT + (known << 3), key);
    store<u32>(KEYS_AT + (known << 3), length, 4);
    known++;
    at++;
    if (length == 4 && load<u32>(key) == TYPE && isBufferType(at)) return 0;
    at = skipJson(at, depth, known);
    if (at == 0) return 0;
    const byte = load<u8>(at);
    at++;
    if (byte == CLOSE_BRACE) return at;
    if (byte != COMMA) return 0;
  }
}

/** Whether an object has a key already. */
function isKnown(key: u32, length: u32, from: u32, to: u32): bool {
  for (let index = from; index < to; index++) {
    const entry: u32 = KEYS_AT + (index << 3);
    if (load<u32>(entry, 4) != length) continue;
    if (length == 0 || equal(load<u32>(entry), key, length)) return true;
  }
  return false;
}

/** Whether a key may be one of those that objects sort to the front. */
function isIndex(key: u32, length: u32): bool {
  if (length == 0 || length > 10) return false;
  for (let index: u32 = 0; index < length; index++) {
    if (!isDigit(load<u8>(key + index))) return false;
  }
  return true;
}

/** @param at behind the opening quote */
function skipText(at: u32): u32 {
  while (true) {
    const found = stops(v128.load(at));
    if (found == 0) {
      at += 16;
      continue;
    }
    at += ctz(found);
    const byte = load<u8>(at);
    if (byte == QUOTE) return at + 1;
    if (byte != BACKSLASH) return 0;
    const escape: u32 = load<u8>(at + 1);
    if (escape == 0x75) {
      if (!isControlEscape(at + 2)) return 0;
      at += 6;
    } else {
      // n " \ t r b f
      const usual =
        escape == 0x6e ||
        escape == QUOTE ||
        escape == BACKSLASH ||
        escape == 0x74 ||
        escape == 0x72 ||
        escape == 0x62 ||
        escape == 0x66;
      if (!usual) return 0;
      at += 2;
    }
  }
}

/** Whether four digits are those of a control character that has no escape of its own, in lower case. */
function isControlEscape(at: u32): bool {
  const tens: u32 = load<u8>(at + 2);
  const ones: u32 = load<u8>(at + 3);
  if (load<u16>(at) != 0x3030 || tens - ZERO > 1) return false;
  if (ones - 0x61 < 6) return tens != ZERO || ones == 0x65 || ones == 0x66 || ones == 0x62;
  return ones - ZERO < (tens == ZERO ? 8 : 10);
}

function skipNumber(at: u32): u32 {
  const start = at;
  if (load<u8>(at) == MINUS) at++;
  const first = at;
  while (isDigit(load<u8>(at))) at++;
  const isZero = load<u8>(first) == ZERO;
  if (at == first || (isZero && at - first > 1)) return 0;
  const next: u32 = load<u8>(at);
  const hasFraction = next == POINT;
  if (!hasFraction && (next | 0x20) != EXPONENT) {
    // Integers keep their digits, however many. Minus zero loses its sign.
    return isZero && first != start ? 0 : at;
  }
  if (hasFraction) {
    const point = at;
    at++;
    while (isDigit(load<u8>(at))) at++;
    // 15 digits are always the shortest, unless the exponent is spelled out, as it is from 1e-7 down.
    const isShort = at - first <= 16 && (!isZero || at - point <= 7);
    if (isShort && (load<u8>(at - 1) as u32) - ZERO - 1 < 9 && (load<u8>(at) | 0x20) != EXPONENT) return at;
  }
  while (isOfDecimal(load<u8>(at))) at++;
  return at - start <= 64 && isShortest(start, at - start) != 0 ? at : 0;
}

function isOfDecimal(byte: u32): bool {
  return isDigit(byte) || byte == POINT || (byte | 0x20) == EXPONENT || byte == 0x2b || byte == MINUS;
}
