/**
 * Integers that a double cannot hold. Through pino a number is its decimal text; a number of winston's is treated as if
 * it had come that way, so that both give one field: 2^60 is the integer 1152921504606847000.
 *
 * An integer of more than 1,000 digits is the text `[BigInt]`: to write one out costs the square of its length, and a
 * hundred thousand digits tell nobody anything.
 */

import { isInt64 } from '../../message/int64.ts';
import type { Effort } from './effort.ts';

/** Digits of the largest integer that is written out. */
export const MAX_DIGITS = 1000;

/** What stands for an integer with more digits. */
export const TOO_MANY_DIGITS = '[BigInt]';

/** The smallest integer with more digits. */
const LIMIT = 10n ** BigInt(MAX_DIGITS);

/** Bits that {@link MAX_DIGITS} digits take at most. */
const MAX_BITS = BigInt(LIMIT.toString(2).length);

/** The value of an integer that does not fit an int64: a double if that has the same decimal text, else the text. */
export function hugeIntegerValue(value: bigint, effort: Effort): number | string {
  const text = bigintText(value, effort);
  const double = Number(text);
  return String(double) === text ? double : text;
}

/** The JSON text of an integer: its digits. */
export function bigintJson(value: bigint, effort: Effort): string {
  const text = bigintText(value, effort);
  return text === TOO_MANY_DIGITS ? `"${text}"` : text;
}

/**
 * The digits of an integer.
 *
 * @param effort counts the digits of an integer that does not fit an int64
 */
export function bigintText(value: bigint, effort?: Effort): string {
  if (isInt64(value)) return String(value);
  if (!hasFewDigits(value) || effort?.spend(MAX_DIGITS) === false) return TOO_MANY_DIGITS;
  return String(value);
}

/** Whether an integer is written out. */
export function hasFewDigits(value: bigint): boolean {
  // A shift costs next to nothing, and leaves nothing of an integer that is short enough.
  const rest = value >> MAX_BITS;
  if (rest !== 0n && rest !== -1n) return false;
  return value < LIMIT && value > -LIMIT;
}

/**
 * The value of a number that is not a safe integer.
 *
 * @returns a bigint if its decimal text is an integer of 64 bits, else the number itself
 */
export function unsafeNumberValue(value: number): number | bigint {
  // From 1e21 the decimal text has an exponent, and 64 bits end long before.
  if (!Number.isInteger(value) || Math.abs(value) >= 1e19) return value;
  const integer = BigInt(String(value));
  return isInt64(integer) ? integer : value;
}

/**
 * Applications that give `BigInt.prototype` a `toJSON` have pino write what it returns.
 *
 * @returns the bigint itself if there is none
 */
export function jsonOfBigint(value: bigint): unknown {
  const { toJSON } = value as { readonly toJSON?: unknown };
  return typeof toJSON === 'function' ? Reflect.apply(toJSON, value, ['']) : value;
}
