import type { Clock } from '../../clock.ts';

/**
 * What a flush waits for.
 *
 * - `confirmed` the proof of arrival
 * - `closed` the same, or a clean close at the end of life that has not settled yet
 * - `written` the kernel
 */
type FlushGoal = 'confirmed' | 'closed' | 'written';

interface Waiter {
  readonly upTo: number;
  readonly goal: FlushGoal;
  readonly done: (timedOut: boolean) => void;
}

/** One flush that waits. */
export interface FlushWait {
  /** Resolves to false; to true if the time was up first, or it was given up. */
  readonly timedOut: Promise<boolean>;
  /** Ends the wait. */
  giveUp(): void;
}

/** Flushes that wait until everything accepted before them has reached their goal. They keep the process alive. */
export class FlushWaiters {
  readonly #clock: Clock;
  readonly #waiters = new Set<Waiter>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Waits for the messages before `upTo`. */
  wait(upTo: number, goal: FlushGoal, timeoutMs: number): FlushWait {
    let resolve: (timedOut: boolean) => void = () => {};
    const timedOut = new Promise<boolean>((settle) => {
      resolve = settle;
    });
    const timer = this.#clock.setTimeout(() => waiter.done(true), timeoutMs);
    const waiter: Waiter = {
      upTo,
      goal,
      done: (isLate) => {
        this.#clock.clear(timer);
        this.#waiters.delete(waiter);
        resolve(isLate);
      },
    };
    this.#waiters.add(waiter);
    return { timedOut, giveUp: () => waiter.done(true) };
  }

  /** True while any flush waits. */
  get waiting(): boolean {
    return this.#waiters.size > 0;
  }

  /** Everything before these places has reached that goal. */
  progress(reached: Readonly<Record<FlushGoal, number>>): void {
    for (const waiter of this.#waiters) if (reached[waiter.goal] >= waiter.upTo) waiter.done(false);
  }

  /** Ends all waits. */
  giveUp(): void {
    for (const waiter of this.#waiters) waiter.done(true);
  }
}
