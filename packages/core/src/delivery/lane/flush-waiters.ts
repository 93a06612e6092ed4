/** What `flush()` and `close()` resolve to. They never reject on network trouble. */
export interface FlushResult {
  /** Messages confirmed since the delivery was made. */
  readonly confirmed: number;
  /** Messages whose connection closed cleanly at the end of life and had not settled: they have arrived, unless the receiver died just then. */
  readonly unsettled: number;
  /** Messages still waiting. */
  readonly pending: number;
  /** Messages dropped since the delivery was made, all reasons together. */
  readonly dropped: number;
  /** True where the time was up before everything logged until the call was done. */
  readonly timedOut: boolean;
}

/** The longest time of a timer; anything longer would end at once. */
const MAX_TIMER_MS = 2_147_483_647;

interface Waiter {
  readonly upTo: number;
  /** `closed`: confirmed, or unsettled. */
  readonly until: 'confirmed' | 'closed' | 'written';
  readonly done: (timedOut: boolean) => void;
}

/** Calls of `flush()` that wait until everything accepted before them is confirmed, or written. */
export class FlushWaiters {
  readonly #waiters = new Set<Waiter>();

  /** Resolves to true where the time was up first. Keeps the process alive meanwhile. */
  wait(upTo: number, until: Waiter['until'], timeoutMs: number): Promise<boolean> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => waiter.done(true), Math.min(timeoutMs, MAX_TIMER_MS));
      const waiter: Waiter = {
        upTo,
        until,
        done: (timedOut) => {
          clearTimeout(timer);
          this.#waiters.delete(waiter);
          resolve(timedOut);
        },
      };
      this.#waiters.add(waiter);
    });
  }

  /** True where any call waits. */
  get waiting(): boolean {
    return this.#waiters.size > 0;
  }

  /** Everything before these places is confirmed, confirmed or unsettled, and written. */
  progress(confirmed: number, closed: number, written: number): void {
    const places = { confirmed, closed, written };
    for (const waiter of this.#waiters) if (places[waiter.until] >= waiter.upTo) waiter.done(false);
  }

  /** Ends all waits. */
  giveUp(): void {
    for (const waiter of this.#waiters) waiter.done(true);
  }
}
