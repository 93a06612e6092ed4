/**
 * A wall clock finer than a millisecond: `Date.now()` says which millisecond it is, the monotonic clock how
 * far into it. Where the two disagree the wall clock is right.
 *
 * Asking a clock costs as much as a text field, so the wall clock is asked only where its answer can be another
 * one, or is older than {@link ASK_AFTER_MS}: that long a step of it may go unseen.
 */

import { performance } from 'node:perf_hooks';

/** For how long the answer of the wall clock holds within its millisecond, in milliseconds. */
const ASK_AFTER_MS = 0.1;

// When the wall clock showed baseMs and no fraction, the monotonic clock showed baseAt.
let baseMs = 0;
let baseAt = 0;
/** When the monotonic clock shows this the wall clock is asked again. */
let askAt = 0;

/** A point in time, in two numbers that are exact. Reused: read it at once. */
export interface Instant {
  /** Whole milliseconds since 1970. */
  ms: number;
  /** Nanoseconds into that millisecond, 0 to 999,999. */
  ns: number;
}

/**
 * Reads the clock.
 *
 * @param target is filled in
 */
export function readClock(target: Instant): void {
  const at = performance.now();
  if (at >= askAt) askWallClock(at);
  target.ms = baseMs;
  target.ns = Math.min(Math.floor((at - baseAt) * 1e6), 999_999);
}

/** Brings the two clocks to agree at `at`. */
function askWallClock(at: number): void {
  const ms = Date.now();
  // Moved by the least that agrees with the wall clock: in time the phase is found by itself.
  const fraction = Math.min(Math.max(at - baseAt - (ms - baseMs), 0), 0.999_999);
  baseMs = ms;
  baseAt = at - fraction;
  askAt = Math.min(at + ASK_AFTER_MS, baseAt + 1);
}

const instant: Instant = { ms: 0, ns: 0 };

/** Nanoseconds since 1970-01-01T00:00:00Z, now. */
export function timestampNow(): bigint {
  readClock(instant);
  return BigInt(instant.ms) * 1_000_000n + BigInt(instant.ns);
}
