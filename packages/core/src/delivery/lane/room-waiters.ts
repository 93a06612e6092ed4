import type { Clock, Timer } from '../../clock.ts';

const HOUR_MS = 3_600_000;

/** Producers that wait for room. The process stays alive while there are any. */
export class RoomWaiters {
  readonly #clock: Clock;
  #waiting: (() => void)[] = [];
  #alive: Timer | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Resolves at the next {@link RoomWaiters.release}. */
  wait(): Promise<void> {
    // Neither sockets nor timers of a delivery keep the process alive, so that it would end in the middle of the wait.
    this.#alive ??= this.#clock.setInterval(() => {}, HOUR_MS);
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** Ends all waits. Returns false if there were none. */
  release(): boolean {
    if (this.#alive === undefined) return false;
    this.#clock.clear(this.#alive);
    this.#alive = undefined;
    for (const resolve of this.#waiting.splice(0)) resolve();
    return true;
  }
}
