import { AsyncResource } from 'node:async_hooks';
import type { Clock, Timer } from '../../clock.ts';
import { isBeforeExit } from './end-of-process.ts';

/**
 * The clock of one delivery.
 *
 * - What it calls back runs in the asynchronous context in which the delivery was made, and so does everything that is
 *   opened there. A log call may come from a request, whose `AsyncLocalStorage` would otherwise be kept alive by the
 *   connection that this call happens to open, and be seen by the listeners of events.
 * - What a `beforeExit` listener schedules for the end of its turn does not keep the process alive: it is flushed after
 *   the listeners, see `end-of-process.ts`.
 */
export class DeliveryClock implements Clock {
  readonly #clock: Clock;
  readonly #context = new AsyncResource('HekaDelivery');

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  now(): number {
    return this.#clock.now();
  }

  wallTime(): number {
    return this.#clock.wallTime();
  }

  setTimeout(run: () => void, delayMs: number): Timer {
    return this.inContext(() => this.#clock.setTimeout(run, delayMs));
  }

  setInterval(run: () => void, delayMs: number): Timer {
    return this.inContext(() => this.#clock.setInterval(run, delayMs));
  }

  setImmediate(run: () => void): Timer {
    const immediate = this.inContext(() => this.#clock.setImmediate(run));
    if (isBeforeExit()) immediate.unref();
    return immediate;
  }

  clear(timer: Timer | undefined): void {
    this.#clock.clear(timer);
  }

  /** The delivery is closed: tools that look for what is still open (Jest with `--detectOpenHandles`) find nothing. */
  close(): void {
    this.#context.emitDestroy();
  }

  /** Runs a function at once, in the context in which the delivery was made. */
  inContext<T>(run: () => T): T {
    return this.#context.runInAsyncScope(run);
  }
}
