/**
 * Numbers by their decimal text. Through pino a number is its text; a number of winston's is treated as if it
 * had come that way, so that both give one field: 2^60 is the integer 1152921504606847000.
 */

import { isInt64 } from '../../message/int64.ts';

/**
 * The value of a number that is no safe integer.
 *
 * @returns a bigint where its decimal text is an integer of 64 bits, else the number itself
 */
export function unsafeNumberValue(value: number): number | bigint {
  // From 1e21 the decimal text has an exponent, and 64 bits end long before.
  if (!Number.isInteger(value) || Math.abs(value) >= 1e19) return value;
  const integer = BigInt(String(value));
  return isInt64(integer) ? integer : value;
}

/**
 * The value of digits beyond 64 bits.
 *
 * @returns a double where that has the same decimal text, else the text
 */
export function hugeIntegerValue(value: bigint): number | string {
  const text = String(value);
  const double = Number(text);
  return String(double) === text ? double : text;
}
