import { systemClock } from '../../clock.ts';

/** Knows for how long a frame has been under way that is not complete: a peer must not hold a place by never finishing one. */
export class FrameWatch {
  #startedAt: number | undefined;
  #isFinished = false;

  /** A frame was complete, delivered or not. */
  finished(): void {
    this.#isFinished = true;
  }

  /** A read is done. @param isPending true when a frame has started and is not complete */
  read(isPending: boolean): void {
    if (!isPending) this.#startedAt = undefined;
    else if (this.#isFinished || this.#startedAt === undefined) this.#startedAt = systemClock.now();
    this.#isFinished = false;
  }

  /** Reading goes on after a pause, which was not the peer's. */
  resumed(): void {
    if (this.#startedAt !== undefined) this.#startedAt = systemClock.now();
  }

  /** No frame comes any more. */
  ended(): void {
    this.#startedAt = undefined;
  }

  /** True when a frame was started at least `timeoutMs` before `nowMs`. */
  isOverdue(nowMs: number, timeoutMs: number): boolean {
    return this.#startedAt !== undefined && nowMs - this.#startedAt >= timeoutMs;
  }
}
