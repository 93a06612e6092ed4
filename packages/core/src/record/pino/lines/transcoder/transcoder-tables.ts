import { COMPRESSIONS_AT, EXACT_TENS_AT, MAX_POWER, MIN_POWER, POWERS_AT, TENS_AT } from './memory-layout.ts';

/**
 * Writes the tables that the transcoder reads: to compute them is shorter than to carry them.
 *
 * @param view its memory
 */
export function writeTranscoderTables(view: DataView): void {
  writePowersOfTen(view);
  for (let kinds = 0; kinds < 256; kinds++) writeCompression(view, kinds);
}

/** Writes powers of ten, as decimals are read by them: see `packages/core/assembly/number.ts`. */
function writePowersOfTen(view: DataView): void {
  for (let power = 0; power <= 19; power++)
    view.setBigUint64(TENS_AT + 8 * power, 10n ** BigInt(power), true);
  for (let power = 0; power <= 22; power++) view.setFloat64(EXACT_TENS_AT + 8 * power, 10 ** power, true);
  // The 128 most significant bits of 5^q; the exponent says the rest. What does not fit is cut off from positive powers
  // and rounded up in negative ones.
  for (let power = MIN_POWER; power <= MAX_POWER; power++) {
    const bits = power < 0 ? reciprocal(5n ** BigInt(-power)) : normalised(5n ** BigInt(power));
    const entry = POWERS_AT + (power - MIN_POWER) * 16;
    view.setBigUint64(entry, BigInt.asUintN(64, bits), true);
    view.setBigUint64(entry + 8, bits >> 64n, true);
  }
}

function normalised(value: bigint): bigint {
  const excess = bitLength(value) - 128n;
  return excess < 0n ? value << -excess : value >> excess;
}

function reciprocal(value: bigint): bigint {
  return normalised(2n ** (2n * bitLength(value) + 128n) / value + 1n);
}

function bitLength(value: bigint): bigint {
  return BigInt(value.toString(2).length);
}

/** Writes which bytes of 8 characters stay: see `packages/core/assembly/utf8.ts`. */
function writeCompression(view: DataView, kinds: number): void {
  let to = COMPRESSIONS_AT + 16 * kinds;
  for (let character = 0; character < 8; character++) {
    view.setUint8(to++, 2 * character);
    if ((kinds >> character) & 1) view.setUint8(to++, 2 * character + 1);
  }
}
