/** Bytes of the longest varint, a negative 64-bit integer. */
export const MAX_VARINT_BYTES = 10;

/**
 * @param value 0 to 2^32 - 1
 * @returns how many bytes its shortest varint has, 1 to 5
 */
export function varintSize(value: number): number {
  if (value < 0x80) return 1;
  if (value < 0x4000) return 2;
  if (value < 0x20_0000) return 3;
  return value < 0x1000_0000 ? 4 : 5;
}

/**
 * @param target has 5 bytes at `at`
 * @param value 0 to 2^32 - 1
 * @returns the offset after the last byte written
 */
export function writeVarint(target: Uint8Array, at: number, value: number): number {
  let rest = value;
  let offset = at;
  while (rest > 0x7f) {
    target[offset++] = (rest & 0x7f) | 0x80;
    rest >>>= 7;
  }
  target[offset++] = rest;
  return offset;
}

/**
 * Writes a 64-bit integer given as two halves of its two's complement form.
 *
 * @param target has 10 bytes at `at`
 * @param low the lower 32 bits
 * @param high the upper 32 bits
 * @returns the offset after the last byte written
 */
function writeVarint64(target: Uint8Array, at: number, low: number, high: number): number {
  let lower = low >>> 0;
  let upper = high >>> 0;
  let offset = at;
  while (upper !== 0) {
    target[offset++] = (lower & 0x7f) | 0x80;
    lower = ((lower >>> 7) | (upper << 25)) >>> 0;
    upper >>>= 7;
  }
  return writeVarint(target, offset, lower);
}

/**
 * Writes a safe integer; a negative one takes 10 bytes.
 *
 * @param target has 10 bytes at `at`
 * @returns the offset after the last byte written
 */
export function writeVarintInteger(target: Uint8Array, at: number, value: number): number {
  if (value >= 0 && value <= 0xffff_ffff) return writeVarint(target, at, value);
  return writeVarint64(target, at, value, Math.floor(value / 0x1_0000_0000));
}

/**
 * Writes a 64-bit integer; a negative one takes 10 bytes.
 *
 * @param target has 10 bytes at `at`
 * @param value -2^63 to 2^63 - 1
 * @returns the offset after the last byte written
 */
export function writeVarintBigint(target: Uint8Array, at: number, value: bigint): number {
  const bits = BigInt.asUintN(64, value);
  return writeVarint64(target, at, Number(bits & 0xffff_ffffn), Number(bits >> 32n));
}
