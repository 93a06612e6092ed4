import { systemClock } from '../../clock.ts';

/** Knows how long an incomplete frame has been under way: a peer must not hold its place by never finishing one. */
export class FrameWatch {
  #startedAt: number | undefined;
  #isFinished = false;
  /** When the frame started that was overdue at the last look. */
  #overdueSince: number | undefined;

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

  /**
   * True when a frame that was started at least `timeoutMs` before `nowMs` was so at the last call, too. In between this
   * process has read what had come: if it was stopped or busy for a while, that was not the peer's fault.
   */
  isOverdue(nowMs: number, timeoutMs: number): boolean {
    const startedAt = this.#startedAt;
    if (startedAt === undefined || nowMs - startedAt < timeoutMs) return false;
    const wasOverdue = this.#overdueSince === startedAt;
    this.#overdueSince = startedAt;
    return wasOverdue;
  }
}
