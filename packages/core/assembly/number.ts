/**
 * Numbers of JSON, as exact as `JSON.parse` and `BigInt` read them.
 *
 * A decimal whose digits are below 2^53 is these, divided by a power of ten, both exact in a double. Longer ones, up to
 * 19 digits, are multiplied by the 128 most significant bits of that power (Lemire, "Number Parsing at a Gigabyte per
 * Second", 2021). What neither does is not read.
 */

import {
  EXACT_TENS_AT,
  MAX_POWER,
  MIN_POWER,
  POWERS_AT,
  TENS_AT,
} from '../src/record/pino/lines/transcoder/memory-layout.ts';
import { MINUS, POINT, ZERO } from './bytes.ts';

/** Integers below it are exact in a double. */
const MAX_EXACT: u64 = 0x20_0000_0000_0000;

/** Whether the number that was read last is an integer. */
export let isInteger: bool = false;
/** Its value, if it is an integer. */
export let integer: i64 = 0;
/** Its value, if it is none. */
export let double: f64 = 0;

/** The value of the digits that were read last. */
let digits: u64 = 0;

/**
 * Reads up to 8 digits.
 *
 * @returns how many there are; {@link digits} is their value
 */
function readDigits(at: u32): u32 {
  const bytes = load<u64>(at) ^ 0x3030303030303030;
  const others = (bytes | (bytes + 0x7676767676767676)) & 0x8080808080808080;
  const count: u32 = (ctz(others) as u32) >> 3;
  if (count == 0) return 0;
  // The digits before them are zeros.
  let value = bytes << ((64 - (count << 3)) as u64);
  value = ((value * 2561) >> 8) & 0x00ff00ff00ff00ff;
  value = ((value * 6553601) >> 16) & 0x0000ffff0000ffff;
  digits = (value * 42949672960001) >> 32;
  return count;
}

/**
 * Reads a number.
 *
 * @returns where the line goes on; 0 if it is no JSON, or is not read here
 */
export function readNumber(at: u32): u32 {
  const negative = load<u8>(at) == MINUS;
  if (negative) at++;
  const start = at;
  let count = readDigits(at);
  let value = digits;
  at += count;
  if (count == 8) {
    count = readDigits(at);
    if (count != 0) value = value * powerOfTen(count) + digits;
    at += count;
    if (count == 8) {
      count = readDigits(at);
      if (count > 3) return 0;
      if (count != 0) {
        value = value * powerOfTen(count) + digits;
      }
      at += count;
    }
  }
  const length = at - start;
  if (length == 0 || (length > 1 && load<u8>(start) == ZERO)) return 0;
  const next = load<u8>(at);
  if (next == POINT || (next | 0x20) == 0x65) return readDecimal(at, negative, value);
  if (negative) {
    if (value - 1 > 0x7fff_ffff_ffff_ffff) return 0;
    integer = -(value as i64);
  } else {
    if (value > 0x7fff_ffff_ffff_ffff) return 0;
    integer = value as i64;
  }
  isInteger = true;
  return at;
}

/**
 * Reads the rest of a number that has a fraction or an exponent.
 *
 * @param value its integer part
 */
function readDecimal(at: u32, negative: bool, value: u64): u32 {
  let power: i32 = 0;
  if (load<u8>(at) == POINT) {
    at++;
    const start = at;
    while (true) {
      const count = readDigits(at);
      if (count == 0) break;
      // 64 bits hold 19 digits.
      if (value >= powerOfTen(19 - count)) return 0;
      value = value * powerOfTen(count) + digits;
      at += count;
      if (count < 8) break;
    }
    if (at == start) return 0;
    power = -((at - start) as i32);
  }
  if ((load<u8>(at) | 0x20) == 0x65) {
    at++;
    const sign = load<u8>(at);
    if (sign == MINUS || sign == 0x2b) at++;
    const count = readDigits(at);
    if (count == 0 || count > 3) return 0;
    power += sign == MINUS ? -(digits as i32) : (digits as i32);
    at += count;
  }
  if (value == 0) return 0;
  let magnitude: f64;
  if (value < MAX_EXACT && power < 0 && power >= -22) magnitude = (value as f64) / exactPower(-power);
  else if (power >= MIN_POWER && power <= MAX_POWER) magnitude = scaled(value, power);
  else return 0;
  // An integer in this spelling is another type of field.
  if (magnitude == 0 || trunc(magnitude) == magnitude) return 0;
  double = negative ? -magnitude : magnitude;
  isInteger = false;
  return at;
}

/** 10^power for 0 to 19. */
function powerOfTen(power: u32): u64 {
  return load<u64>(TENS_AT + (power << 3));
}

/** 10^power for 0 to 22, all of them exact. */
function exactPower(power: u32): f64 {
  return load<f64>(EXACT_TENS_AT + (power << 3));
}

/** The upper half of the product that was computed last. */
let high: u64 = 0;

/** Multiplies to 128 bits: returns the lower half. */
function multiply(one: u64, other: u64): u64 {
  const oneLow = one & 0xffff_ffff;
  const oneHigh = one >> 32;
  const otherLow = other & 0xffff_ffff;
  const otherHigh = other >> 32;
  const lowest = oneLow * otherLow;
  const middle = oneHigh * otherLow + (lowest >> 32);
  const middle2 = oneLow * otherHigh + (middle & 0xffff_ffff);
  high = oneHigh * otherHigh + (middle >> 32) + (middle2 >> 32);
  return (middle2 << 32) | (lowest & 0xffff_ffff);
}

/**
 * The double next to `value * 10^power`; 0 if it is none that is normal.
 *
 * @param value is not 0
 */
function scaled(value: u64, power: i32): f64 {
  const zeros = clz(value);
  const shifted = value << zeros;
  const entry: u32 = POWERS_AT + (((power - MIN_POWER) as u32) << 4);
  let lower = multiply(shifted, load<u64>(entry, 8));
  let upper = high;
  if ((upper & 0x1ff) == 0x1ff) {
    multiply(shifted, load<u64>(entry));
    lower += high;
    if (high > lower) upper++;
  }
  const top = upper >> 63;
  const shift = top + 9;
  let mantissa = upper >> shift;
  const exponent: i32 = (((152_170 + 65_536) * power) >> 16) + 63 + (top as i32) - (zeros as i32) + 1023;
  if (exponent <= 0 || exponent >= 0x7ff) return 0;
  // Right between two doubles: the even one.
  if (lower <= 1 && power >= -4 && power <= 23 && (mantissa & 3) == 1 && mantissa << shift == upper) {
    mantissa &= ~1;
  }
  mantissa += mantissa & 1;
  mantissa >>= 1;
  if (mantissa >= 0x20_0000_0000_0000) return reinterpret<f64>(((exponent + 1) as u64) << 52);
  return reinterpret<f64>((mantissa & 0xf_ffff_ffff_ffff) | ((exponent as u64) << 52));
}
