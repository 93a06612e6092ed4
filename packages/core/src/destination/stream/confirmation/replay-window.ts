import type { Clock, Timer } from '../../../clock.ts';
import type { FrameRun, FrameStore } from '../../../queue/frame-store.ts';
import type { Generation } from '../generation/generation.ts';

/** How many bytes leave the window at a time: one chunk of the queue. */
const SHRINK_BYTES = 65_536;

/** How long to wait before the peer is asked again whether it closes connections. */
const RETRY_MS = 600_000;

/** The warning when the window becomes active for the first time. */
export const WINDOW_WARNING =
  'the receiver takes everything but never closes a connection, so messages cannot be confirmed: ' +
  'the most recent ones are kept, and sent again if a connection breaks';

/** What is known of a peer that does not close connections. */
export interface Silence {
  /** Generations whose close is awaited. */
  readonly waiting: readonly Generation[];
  /** The one among them that carries nothing, and only asks whether the peer closes connections; undefined if there is none. */
  readonly question: Generation | undefined;
  /** The generation that frames are written to. */
  readonly current: Generation | undefined;
}

/**
 * What we do with a peer that takes every byte and never closes a connection, such as a proxy that keeps connections
 * open, or a receiver of another make.
 *
 * ```
 *   (closed) --- current, question and another generation have waited for confirmTimeout, every byte taken ---> (active)
 *      ^                                                                                                           |
 *      +----------------------------------- a generation is confirmed --------------------------------------------+
 * ```
 *
 * While the window is active there is no rotation. The most recent frames are kept, and replayed if the connection
 * breaks: at least half of the queue, including what was sent on connections that have been ended, and at least a quarter
 * of it from the current connection. TCP keeps the order on a connection, so the peer has read whatever is older than
 * what the buffers of both kernels can hold. A queue of 1 MiB is smaller than these buffers; the default queue is larger.
 *
 * At low traffic a receiver that has merely been stopped looks the same. Nothing is reset for it, and a late close still
 * confirms. Every 10 minutes, and after each reconnect, the peer is asked whether it closes connections by now
 * (`inquiry.ts`).
 */
export class ReplayWindow {
  readonly #confirmTimeoutMs: number;
  readonly #clock: Clock;
  readonly #retry: () => void;
  #timer: Timer | undefined;
  #warned = false;

  /** @param retry called every 10 minutes while the window is active */
  constructor(confirmTimeoutMs: number, clock: Clock, retry: () => void) {
    this.#confirmTimeoutMs = confirmTimeoutMs;
    this.#clock = clock;
    this.#retry = retry;
  }

  /** True while confirmation is given up. */
  get active(): boolean {
    return this.#timer !== undefined;
  }

  /**
   * Becomes active if the rule above holds.
   *
   * @returns true if this is the first time, and worth a warning
   */
  consider({ waiting, question, current }: Silence): boolean {
    if (this.active || question === undefined || current === undefined) return false;
    const ignored = waiting.filter((one) => this.#isIgnored(one, one.endedAt));
    if (!ignored.includes(question) || ignored.length < 2 || !this.#isIgnored(current, current.openedAt)) {
      return false;
    }
    this.#timer = this.#clock.setInterval(this.#retry, RETRY_MS);
    this.#timer.unref();
    const first = !this.#warned;
    this.#warned = true;
    return first;
  }

  /** Confirmation works again. */
  leave(): void {
    this.#clock.clear(this.#timer);
    this.#timer = undefined;
  }

  /**
   * Takes the oldest frames of the current connection out of the window, about one chunk of them, as long as half of the
   * queue stays in it. What was sent on connections that have been ended stays: newer bytes on another connection prove
   * nothing about it.
   *
   * @returns the frames, for the owner to release; none if the window must not shrink
   */
  shrink(
    queue: Pick<FrameStore, 'inFlightBytes' | 'maxBytes'>,
    current: Generation | undefined,
  ): readonly FrameRun[] {
    if (!this.active || current === undefined) return [];
    const { cargo, unwrittenFrames } = current;
    const elsewhere = queue.inFlightBytes - cargo.bytes;
    const kept = Math.max(queue.maxBytes / 2 - elsewhere, queue.maxBytes / 4);
    const spare = cargo.bytes - kept;
    if (spare <= 0) return [];
    const share = Math.floor((Math.min(spare, SHRINK_BYTES) / cargo.bytes) * cargo.frames);
    return cargo.takeFront(Math.min(Math.max(share, 1), cargo.frames - unwrittenFrames));
  }

  #isIgnored(generation: Generation, since: number | undefined): boolean {
    const hasWaited = since !== undefined && this.#clock.now() - since >= this.#confirmTimeoutMs;
    return hasWaited && generation.isAllTaken;
  }
}
