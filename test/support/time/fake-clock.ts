import type { Clock, Timer } from '../../../packages/core/src/clock.ts';

interface FakeTimer extends Timer {
  readonly run: () => void;
  readonly everyMs: number | undefined;
  due: number;
}

/** Turns of the event loop in which the two ends of a local connection have done whatever they can. */
const IO_TURNS = 12;

/** More timers than a test has that become due at the same time. */
const MOST_AT_ONCE = 10_000;

async function io(): Promise<void> {
  for (let turn = 0; turn < IO_TURNS; turn++) await new Promise((resolve) => setImmediate(resolve));
}

/** A clock that stands still until a test moves it. */
export class FakeClock implements Clock {
  /** Timers started since the clock was made, intervals once. */
  started = 0;
  /** Timers started with a due time that had passed already, or that was now. */
  startedInThePast = 0;
  #now = 0;
  readonly #timers = new Set<FakeTimer>();

  /** Timers that wait. */
  get waiting(): number {
    return this.#timers.size;
  }

  now(): number {
    return this.#now;
  }

  wallTime(): number {
    return this.#now;
  }

  setTimeout(run: () => void, delayMs: number): Timer {
    if (delayMs <= 0) this.startedInThePast++;
    return this.#start(run, Math.max(0, delayMs), undefined);
  }

  setInterval(run: () => void, delayMs: number): Timer {
    return this.#start(run, delayMs, delayMs);
  }

  setImmediate(run: () => void): Timer {
    return this.#start(run, 0, undefined);
  }

  clear(timer: Timer | undefined): void {
    this.#timers.delete(timer as FakeTimer);
  }

  /** Moves on by `ms`, and runs what becomes due on the way, in the order of its time. */
  advance(ms: number): void {
    const end = this.#now + ms;
    let atOnce = 0;
    for (let next = this.#next(); next !== undefined && next.due <= end; next = this.#next()) {
      atOnce = next.due > this.#now ? 0 : atOnce + 1;
      if (atOnce > MOST_AT_ONCE) throw new Error('timers start timers that are due at once, without end');
      this.#now = Math.max(this.#now, next.due);
      if (next.everyMs === undefined) this.#timers.delete(next);
      else next.due += next.everyMs;
      next.run();
    }
    this.#now = end;
  }

  /**
   * The same, but lets sockets do their work whenever a timer has run: what a timer starts is done before the next one
   * becomes due.
   */
  async pass(ms: number): Promise<void> {
    const end = this.#now + ms;
    await io();
    for (let next = this.#next(); next !== undefined && next.due <= end; next = this.#next()) {
      this.advance(Math.max(0, next.due - this.#now));
      await io();
    }
    this.advance(end - this.#now);
    await io();
  }

  /** Jumps by `ms`, as a computer that slept: what became due on the way has not run yet, and comes at once. */
  sleep(ms: number): void {
    this.#now += ms;
    this.advance(0);
  }

  #start(run: () => void, delayMs: number, everyMs: number | undefined): Timer {
    const timer: FakeTimer = { run, everyMs, due: this.#now + delayMs, unref: () => timer };
    this.#timers.add(timer);
    this.started++;
    return timer;
  }

  #next(): FakeTimer | undefined {
    let first: FakeTimer | undefined;
    for (const timer of this.#timers) if (first === undefined || timer.due < first.due) first = timer;
    return first;
  }
}
