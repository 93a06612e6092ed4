/**
 * UTF-16 to UTF-8. Engines copy text as UTF-16 at the speed of memory, but encode what is not ASCII character by
 * character; so that is done here, 8 units at a time if they are of one kind.
 */

import { COMPRESSIONS_AT, DAMAGED_AT } from '../src/record/pino/lines/transcoder/memory-layout.ts';

/** Bytes of 8 units. */
const BLOCK: u32 = 16;

/** The upper 5 bits of half a surrogate pair, and the upper 6 bits of the second half. */
const SURROGATE: u32 = 0x1b;
const LOW_SURROGATE: u32 = 0x37;

/** Where the character that was encoded last ends in the message. */
let encodedEnd: u32 = 0;

/**
 * Encodes text. Half a surrogate pair becomes U+FFFD; `DAMAGED_AT` is 1 if there is one.
 *
 * @param from where the text starts
 * @param end where it ends
 * @param to has three bytes for each unit, and 16 more that may be written over
 * @returns where the encoded text ends
 */
export function encodeUtf8(from: u32, end: u32, to: u32): u32 {
  store<u32>(DAMAGED_AT, 0);
  while (from < end) {
    const block = min<u32>(from + BLOCK, end);
    if (block - from == BLOCK) {
      const written = encodeBlock(v128.load(from), to);
      if (written != 0) {
        from = block;
        to += written;
        continue;
      }
    }
    while (from < block) {
      const unit: u32 = load<u16>(from);
      if (unit < 0x80) {
        store<u8>(to, unit as u8);
        to++;
      } else if (unit < 0x800) {
        to = writeTwoBytes(unit, to);
      } else if (unit >> 11 != SURROGATE) {
        to = writeThreeBytes(unit, to);
      } else {
        from = encodeSurrogate(from, end, to);
        to = encodedEnd;
        continue;
      }
      from += 2;
    }
  }
  return to;
}

/** Encodes 8 units that are of one kind; returns how many bytes they are, 0 if they are not of one kind. */
function encodeBlock(units: v128, to: u32): u32 {
  const others = i16x8.bitmask(i16x8.gt_u(units, i16x8.splat(0x7f)));
  if (others == 0) {
    v128.store(to, i8x16.narrow_i16x8_u(units, units));
    return 8;
  }
  if (!v128.any_true(i16x8.gt_u(units, i16x8.splat(0x7ff)))) {
    v128.store(to, oneOrTwoBytes(units, others));
    return 8 + popcnt(others);
  }
  if (!areThreeBytes(units)) return 0;
  encodeThreeBytes(units, to);
  return 24;
}

/**
 * Encodes 8 units below U+0800 as two bytes each, and drops the second one of ASCII.
 *
 * @param others a bit for each unit that is not ASCII, by which a table says which bytes stay
 */
function oneOrTwoBytes(units: v128, others: i32): v128 {
  const first = v128.or(i16x8.shr_u(units, 6), i16x8.splat(0xc0));
  const second = v128.or(v128.and(units, i16x8.splat(0x3f)), i16x8.splat(0x80));
  const pairs = v128.or(first, i16x8.shl(second, 8));
  const isAscii = i16x8.le_u(units, i16x8.splat(0x7f));
  return i8x16.swizzle(v128.bitselect(units, pairs, isAscii), v128.load(COMPRESSIONS_AT + (others << 4)));
}

/** Whether 8 units are all from U+0800 on, and none is half of a surrogate pair. */
function areThreeBytes(units: v128): bool {
  const isLong = i16x8.all_true(i16x8.gt_u(units, i16x8.splat(0x7ff)));
  const plane = v128.and(units, i16x8.splat(0xf800 as i16));
  return isLong && !v128.any_true(i16x8.eq(plane, i16x8.splat(0xd800 as i16)));
}

/** Encodes 8 characters of three bytes each. */
function encodeThreeBytes(units: v128, to: u32): void {
  const low = i16x8.splat(0x3f);
  const mark = i16x8.splat(0x80);
  const first = v128.or(i16x8.shr_u(units, 12), i16x8.splat(0xe0));
  const second = v128.or(v128.and(i16x8.shr_u(units, 6), low), mark);
  const third = v128.or(v128.and(units, low), mark);
  const front = i8x16.narrow_i16x8_u(first, second);
  const back = i8x16.narrow_i16x8_u(third, third);
  v128.store(to, i8x16.shuffle(front, back, 0, 8, 16, 1, 9, 17, 2, 10, 18, 3, 11, 19, 4, 12, 20, 5));
  v128.store64_lane(
    to + 16,
    i8x16.shuffle(front, back, 13, 21, 6, 14, 22, 7, 15, 23, 0, 0, 0, 0, 0, 0, 0, 0),
    0,
  );
}

/** Encodes a surrogate pair, or half of one, which ends at {@link encodedEnd}; returns where the text goes on. */
function encodeSurrogate(from: u32, end: u32, to: u32): u32 {
  const unit: u32 = load<u16>(from);
  const low: u32 = from + 2 < end ? load<u16>(from + 2) : 0;
  if (unit >= 0xdc00 || low >> 10 != LOW_SURROGATE) {
    store<u32>(DAMAGED_AT, 1);
    encodedEnd = writeThreeBytes(0xfffd, to);
    return from + 2;
  }
  const point = 0x1_0000 + ((unit & 0x3ff) << 10) + (low & 0x3ff);
  const upper = 0x80f0 | (point >> 18) | (((point >> 12) & 0x3f) << 8);
  store<u32>(to, upper | 0x8080_0000 | (((point >> 6) & 0x3f) << 16) | ((point & 0x3f) << 24));
  encodedEnd = to + 4;
  return from + 4;
}

/** Writes a character of two bytes. */
function writeTwoBytes(unit: u32, to: u32): u32 {
  store<u16>(to, (0x80c0 | (unit >> 6) | ((unit & 0x3f) << 8)) as u16);
  return to + 2;
}

/** Writes a character of three bytes, and one byte more. */
function writeThreeBytes(unit: u32, to: u32): u32 {
  store<u32>(to, 0x80_80e0 | (unit >> 12) | (((unit >> 6) & 0x3f) << 8) | ((unit & 0x3f) << 16));
  return to + 3;
}
