/**
 * Texts of JSON: from behind their opening quote they are copied as far as the closing one, with the escapes resolved.
 */

import { BACKSLASH, QUOTE, stops } from './bytes.ts';

/** Where the text that was copied last ends. */
export let textEnd: u32 = 0;

/**
 * Copies the rest of a text.
 *
 * @param at in the line, behind the opening quote
 * @param to where it goes
 * @returns where the line goes on behind the closing quote; 0 if the text is no JSON
 */
export function copyText(at: u32, to: u32): u32 {
  while (true) {
    const bytes = v128.load(at);
    v128.store(to, bytes);
    const found = stops(bytes);
    if (found == 0) {
      at += 16;
      to += 16;
      continue;
    }
    const before: u32 = ctz(found);
    at += before;
    to += before;
    const byte = load<u8>(at);
    if (byte == QUOTE) break;
    if (byte != BACKSLASH) return 0;
    at = copyEscape(at + 1, to);
    if (at == 0) return 0;
    to = textEnd;
  }
  textEnd = to;
  return at + 1;
}

/**
 * Resolves one escape; {@link textEnd} is where its character ends.
 *
 * @param at in the line, behind the backslash
 * @returns where the line goes on; 0 if there is no such escape
 */
function copyEscape(at: u32, to: u32): u32 {
  const byte: u32 = load<u8>(at);
  let character: u32;
  if (byte == 0x6e) character = 0x0a;
  else if (byte == QUOTE || byte == BACKSLASH || byte == 0x2f) character = byte;
  else if (byte == 0x74) character = 0x09;
  else if (byte == 0x72) character = 0x0d;
  else if (byte == 0x62) character = 0x08;
  else if (byte == 0x66) character = 0x0c;
  else if (byte == 0x75) return copyCodeUnit(at + 1, to);
  else return 0;
  store<u8>(to, character as u8);
  textEnd = to + 1;
  return at + 1;
}

/** Resolves `\u` and its four digits, of a surrogate pair both halves; half a pair becomes U+FFFD. */
function copyCodeUnit(at: u32, to: u32): u32 {
  let character = hexadecimal(at);
  if (character < 0) return 0;
  at += 4;
  if (character < 0x80) {
    store<u8>(to, character as u8);
    textEnd = to + 1;
    return at;
  }
  if (character < 0x800) {
    store<u8>(to, (0xc0 | (character >> 6)) as u8);
    store<u8>(to + 1, (0x80 | (character & 0x3f)) as u8);
    textEnd = to + 2;
    return at;
  }
  if (character >= 0xd800 && character < 0xe000) {
    if (character < 0xdc00 && load<u8>(at) == BACKSLASH && load<u8>(at + 1) == 0x75) {
      const low = hexadecimal(at + 2);
      if (low >= 0xdc00 && low < 0xe000) {
        character = 0x1_0000 + ((character - 0xd800) << 10) + (low - 0xdc00);
        store<u8>(to, (0xf0 | (character >> 18)) as u8);
        store<u8>(to + 1, (0x80 | ((character >> 12) & 0x3f)) as u8);
        store<u8>(to + 2, (0x80 | ((character >> 6) & 0x3f)) as u8);
        store<u8>(to + 3, (0x80 | (character & 0x3f)) as u8);
        textEnd = to + 4;
        return at + 6;
      }
    }
    character = 0xfffd;
  }
  store<u8>(to, (0xe0 | (character >> 12)) as u8);
  store<u8>(to + 1, (0x80 | ((character >> 6) & 0x3f)) as u8);
  store<u8>(to + 2, (0x80 | (character & 0x3f)) as u8);
  textEnd = to + 3;
  return at;
}

/** The value of four hexadecimal digits; negative if they are not all such. */
function hexadecimal(at: u32): i32 {
  let value: i32 = 0;
  for (let index: u32 = 0; index < 4; index++) {
    const byte: u32 = load<u8>(at + index);
    const letter = (byte | 0x20) - 0x61;
    if (byte - 0x30 < 10) value = (value << 4) | (byte - 0x30);
    else if (letter < 6) value = (value << 4) | (letter + 10);
    else return -1;
  }
  return value;
}
