/** Bytes of lines and messages, 16 at a time. */

export const QUOTE: u32 = 0x22;
export const COMMA: u32 = 0x2c;
export const MINUS: u32 = 0x2d;
export const POINT: u32 = 0x2e;
export const ZERO: u32 = 0x30;
export const COLON: u32 = 0x3a;
export const OPEN_BRACKET: u32 = 0x5b;
export const BACKSLASH: u32 = 0x5c;
export const CLOSE_BRACKET: u32 = 0x5d;
export const OPEN_BRACE: u32 = 0x7b;
export const CLOSE_BRACE: u32 = 0x7d;
/** The letter before an exponent, in lower case. */
export const EXPONENT: u32 = 0x65;
export const NEWLINE: u32 = 0x0a;
export const RETURN: u32 = 0x0d;

/** `true`, `alse`, `null` as words. */
export const TRUE: u32 = 0x65757274;
export const ALSE: u32 = 0x65736c61;
export const NULL: u32 = 0x6c6c756e;

/** Whether a byte is a decimal digit. */
export function isDigit(byte: u32): bool {
  return byte - ZERO < 10;
}

/** Whether `length` bytes, at least one, are the same. */
export function equal(one: u32, other: u32, length: u32): bool {
  while (length > 16) {
    if (!i8x16.all_true(i8x16.eq(v128.load(one), v128.load(other)))) return false;
    one += 16;
    other += 16;
    length -= 16;
  }
  const mask: i32 = (1 << length) - 1;
  return (i8x16.bitmask(i8x16.eq(v128.load(one), v128.load(other))) & mask) == mask;
}

/** From here on the engine's own copying is quicker. */
const LONG_COPY: u32 = 512;

/** Copies bytes, and up to 15 more than `length`. */
export function copy(target: u32, source: u32, length: u32): void {
  if (length > LONG_COPY) {
    memory.copy(target, source, length);
    return;
  }
  let index: u32 = 0;
  do {
    v128.store(target + index, v128.load(source + index));
    index += 16;
  } while (index < length);
}

/**
 * The bytes at which a text may end: quotes, backslashes, control characters.
 *
 * @returns a bit for each of the 16 bytes
 */
export function stops(bytes: v128): i32 {
  // Flipping 0x02 makes the quote 0x20, so that one comparison finds it and the control characters, and nothing else.
  const low = i8x16.le_u(v128.xor(bytes, i8x16.splat(2)), i8x16.splat(0x20));
  return i8x16.bitmask(v128.or(low, i8x16.eq(bytes, i8x16.splat(BACKSLASH as i8))));
}

/** Writes an unsigned varint; returns where it ends. */
export function writeVarint(at: u32, value: u64): u32 {
  while (value > 0x7f) {
    store<u8>(at, (value as u8) | 0x80);
    at++;
    value >>= 7;
  }
  store<u8>(at, value as u8);
  return at + 1;
}

/** Bytes of a varint of up to 28 bits. */
export function varintSize(value: u32): u32 {
  return value < 0x80 ? 1 : value < 0x4000 ? 2 : value < 0x20_0000 ? 3 : 4;
}
