import { writeVarintBigint } from './varint.ts';

// Nanoseconds between these milliseconds (1972 and 2262) have varints of exactly 9 bytes.
const NINE_BYTES_FROM_MS = 72_057_594_038;
const NINE_BYTES_BELOW_MS = 9_223_372_036_854;

const LIMB = 0x20_0000;

// The last millisecond in limbs of 21 bits: messages come by the hundred within one. The lowest limb is a number; those above
// are spread already, as they are without a carry from below and with one.
let lastMs = Number.NaN;
let low = 0;
const MIDDLE_BY_CARRY = [0, 0];
const TOP_BY_CARRY = [0, 0];

/**
 * Writes `ms * 1e6 + ns` as a varint. For today's times it is computed in three limbs of 21 bits, each exact
 * in a double, so that no bigint is made.
 *
 * @param view has 10 bytes at `at`
 * @param ms whole milliseconds since 1970
 * @param ns 0 to 999,999
 * @returns the offset after the last byte written
 */
export function writeTimestamp(view: DataView, at: number, ms: number, ns: number): number {
  if (ms !== lastMs) {
    if (!(ms >= NINE_BYTES_FROM_MS && ms < NINE_BYTES_BELOW_MS)) return writeOtherTimestamp(view, at, ms, ns);
    splitMs(ms);
  }
  const sum = low + ns;
  const carry = sum >>> 21;
  view.setInt32(at, spread(sum) | 0x80_8080, true);
  view.setInt32(at + 3, MIDDLE_BY_CARRY[carry] as number, true);
  view.setInt32(at + 6, TOP_BY_CARRY[carry] as number, true);
  return at + 9;
}

function writeOtherTimestamp(view: DataView, at: number, ms: number, ns: number): number {
  const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
  return writeVarintBigint(bytes, at, BigInt(ms) * 1_000_000n + BigInt(ns));
}

function splitMs(ms: number): void {
  const upperMs = Math.floor(ms / LIMB);
  const lower = (ms - upperMs * LIMB) * 1e6;
  const upper = upperMs * 1e6 + Math.floor(lower / LIMB);
  lastMs = ms;
  low = lower % LIMB;
  for (const carry of [0, 1]) {
    const carried = upper + carry;
    MIDDLE_BY_CARRY[carry] = spread(carried % LIMB) | 0x80_8080;
    TOP_BY_CARRY[carry] = spread(Math.floor(carried / LIMB)) | 0x8080;
  }
}

/** The lower 21 bits as three groups of 7, one to a byte. */
function spread(limb: number): number {
  return (limb & 0x7f) | ((limb & 0x3f80) << 1) | ((limb & 0x1f_c000) << 2);
}
