import { type Clock, systemClock } from '../clock.ts';

/** How long the answer of the wall clock holds within its millisecond, in milliseconds. */
const ASK_AFTER_MS = 0.1;

/** The end of a millisecond. Rounding errors of the subtraction must not make it a nanosecond less. */
const MAX_FRACTION_MS = 0.999_999_9;

/** A point in time, in two numbers that are exact. Reused: read it at once. */
export interface Instant {
  /** Whole milliseconds since 1970. */
  ms: number;
  /** Nanoseconds into that millisecond, 0 to 999,999. */
  ns: number;
}

/**
 * Makes a wall clock that is finer than a millisecond: the wall clock says which millisecond it is, the monotonic clock
 * how far into it. If they disagree, the wall clock is right.
 *
 * Asking a clock costs as much as a text field. So the wall clock is asked only if its answer can have changed, or is
 * older than 0.1 ms; a step of the wall clock may go unnoticed for that long.
 *
 * @returns a function that fills in the time of its call
 */
export function createClockReader(clock: Clock): (target: Instant) => void {
  // When the wall clock showed baseMs and no fraction, the monotonic clock showed baseAt.
  let baseMs = 0;
  let baseAt = 0;
  // When the monotonic clock shows this, the wall clock is asked again.
  let askAt = Number.NEGATIVE_INFINITY;

  function askWallClock(at: number): void {
    const ms = clock.wallTime();
    // Moved by the least that agrees with the wall clock, so that the phase is found with time.
    const fraction = Math.min(Math.max(at - baseAt - (ms - baseMs), 0), MAX_FRACTION_MS);
    baseMs = ms;
    baseAt = at - fraction;
    askAt = Math.min(at + ASK_AFTER_MS, baseAt + 1);
  }

  return (target) => {
    const at = clock.now();
    if (at >= askAt) askWallClock(at);
    target.ms = baseMs;
    target.ns = Math.min(Math.floor((at - baseAt) * 1e6), 999_999);
  };
}

/** Reads the clock of this machine. */
export const readClock: (target: Instant) => void = createClockReader(systemClock);

const instant: Instant = { ms: 0, ns: 0 };

/** Nanoseconds since 1970-01-01T00:00:00Z, now. */
export function timestampNow(): bigint {
  readClock(instant);
  return BigInt(instant.ms) * 1_000_000n + BigInt(instant.ns);
}
