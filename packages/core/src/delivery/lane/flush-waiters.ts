/** What `flush()` and `close()` resolve to. They never reject on network trouble. */
export interface FlushResult {
  /** Messages confirmed since the delivery was made. */
  readonly confirmed: number;
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
  readonly until: 'confirmed' | 'written';
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

  /** Everything before these places is confirmed, and written. */
  progress(confirmedUpTo: number, writtenUpTo: number): void {
    for (const waiter of this.#waiters) {
      if ((waiter.until === 'confirmed' ? confirmedUpTo : writtenUpTo) >= waiter.upTo) waiter.done(false);
    }
  }

  /** Ends all waits. */
  giveUp(): void {
    for (const waiter of this.#waiters) waiter.done(true);
  }
}
