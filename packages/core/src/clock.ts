import timers from 'node:timers';

/** A timer that a {@link Clock} started. */
export interface Timer {
  /** The process may end while this timer waits. */
  unref(): unknown;
}

/**
 * Time, as everything that waits needs it. Whoever waits gets its clock through the constructor, so that a test can
 * hand in one that it moves by hand.
 */
export interface Clock {
  /** Milliseconds of a clock that never jumps. */
  now(): number;
  /** Milliseconds since 1970, as `Date.now()`. */
  wallTime(): number;
  /** Calls `run` once, in `delayMs`; a delay below zero counts as zero. Keeps the process alive unless unref'd. */
  setTimeout(run: () => void, delayMs: number): Timer;
  /** Calls `run` every `delayMs`. */
  setInterval(run: () => void, delayMs: number): Timer;
  /** Calls `run` at the end of this turn of the event loop. */
  setImmediate(run: () => void): Timer;
  /** Stops a timer of any kind; does nothing for undefined. */
  clear(timer: Timer | undefined): void;
}

/** The longest delay of a timer in Node.js; a longer one would fire at once. */
const MAX_DELAY_MS = 2_147_483_647;

// Bound when this module is loaded: the fake timers of Jest, Vitest and sinon replace the globals, and the members of
// `node:timers` as well. A connection must not stand still because a test of the application has stopped the clock.
const { setTimeout, clearTimeout, setInterval, clearInterval, setImmediate, clearImmediate } = timers;
const { hrtime } = process;
const wallNow = Date.now.bind(Date);

/** The clock of this machine. */
export const systemClock: Clock = {
  // Not `performance.now()`, which is no quicker: the first look at `performance` loads nine modules of Node.js.
  now: () => {
    const [seconds, nanoseconds] = hrtime();
    return seconds * 1e3 + nanoseconds / 1e6;
  },
  wallTime: wallNow,
  setTimeout: (run, delayMs) => setTimeout(run, Math.min(Math.max(0, delayMs), MAX_DELAY_MS)),
  setInterval: (run, delayMs) => setInterval(run, Math.min(delayMs, MAX_DELAY_MS)),
  setImmediate: (run) => setImmediate(run),
  clear: (timer) => {
    if (timer === undefined) return;
    clearTimeout(timer as NodeJS.Timeout);
    clearInterval(timer as NodeJS.Timeout);
    clearImmediate(timer as NodeJS.Immediate);
  },
};
