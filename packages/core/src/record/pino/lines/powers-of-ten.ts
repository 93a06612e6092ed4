import { MAX_POWER, MIN_POWER } from './memory-layout.ts';

const UPPER = 2n ** 128n;

/**
 * Writes the 128 most significant bits of 10^q for the transcoder: those of 5^q, for the exponent says the rest. What does
 * not fit is cut off from positive powers and rounded up in negative ones, as the algorithm demands (see
 * `packages/core/assembly/number.ts`).
 *
 * @param at offset of the first entry, for `MIN_POWER`
 */
export function writePowersOfTen(view: DataView, at: number): void {
  for (let power = MIN_POWER; power <= MAX_POWER; power++) {
    const bits = power < 0 ? reciprocal(5n ** BigInt(-power)) : normalised(5n ** BigInt(power));
    const entry = at + (power - MIN_POWER) * 16;
    view.setBigUint64(entry, BigInt.asUintN(64, bits), true);
    view.setBigUint64(entry + 8, bits >> 64n, true);
  }
}

function normalised(value: bigint): bigint {
  let bits = value;
  while (bits * 2n < UPPER) bits *= 2n;
  while (bits >= UPPER) bits /= 2n;
  return bits;
}

function reciprocal(value: bigint): bigint {
  const length = BigInt(value.toString(2).length);
  let bits = 2n ** (2n * length + 128n) / value + 1n;
  while (bits >= UPPER) bits /= 2n;
  return bits;
}
