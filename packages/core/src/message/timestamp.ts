/**
 * A wall clock finer than a millisecond: `Date.now()` says which millisecond it is, the monotonic clock how
 * far into it. Where the two disagree the wall clock is right, so a step of it is followed at once.
 */

// When the wall clock showed baseMs and no fraction, the monotonic clock showed baseAt.
let baseMs = Date.now();
let baseAt = performance.now();

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
  const ms = Date.now();
  const at = performance.now();
  let fraction = at - baseAt - (ms - baseMs);
  if (fraction < 0 || fraction >= 1) {
    // Moved by the least that agrees with the wall clock: in time the phase is found by itself.
    fraction = fraction < 0 ? 0 : 0.999_999;
    baseMs = ms;
    baseAt = at - fraction;
  }
  target.ms = ms;
  target.ns = Math.floor(fraction * 1e6);
}

const instant: Instant = { ms: 0, ns: 0 };

/** Nanoseconds since 1970-01-01T00:00:00Z, now. */
export function timestampNow(): bigint {
  readClock(instant);
  return BigInt(instant.ms) * 1_000_000n + BigInt(instant.ns);
}
