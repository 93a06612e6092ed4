const MAX_INT64 = 2n ** 63n - 1n;
const MIN_INT64 = -(2n ** 63n);

/** Whether an integer can be a field of type INTEGER, or a timestamp: 64 bits with a sign. */
export function isInt64(value: bigint): boolean {
  return value <= MAX_INT64 && value >= MIN_INT64;
}

/** A bigint as an error message shows it. The digits of a huge one cost the square of their number. */
export function bigintText(value: bigint): string {
  return isInt64(value >> 64n) ? `${value}n` : 'a large bigint';
}
