import type { Clock, Timer } from '../../../clock.ts';
import type { FrameRun, FrameStore } from '../../../queue/frame-store.ts';
import type { Generation } from '../generation/generation.ts';

/** Bytes that leave the window at a time: a chunk of the queue. */
const SHRINK_BYTES = 65_536;

/** How long a peer that never closes is left alone before confirmation is tried again. */
const RETRY_MS = 600_000;

/** What an operator is told, once. */
export const WINDOW_WARNING =
  'the receiver takes everything but never closes a connection: messages can not be confirmed, ' +
  'the last ones written are kept and replayed when a connection breaks';

/** What the window is judged by. */
export interface Silence {
  /** Generations whose close is awaited. */
  readonly waiting: readonly Generation[];
  /** The one among them that carries nothing and only asks whether the receiver closes; undefined if nobody asks. */
  readonly question: Generation | undefined;
  /** The generation that carries the frames. */
  readonly current: Generation | undefined;
}

/**
 * What remains for a peer that takes every byte and never closes a connection: a proxy that keeps connections open, or
 * a receiver of another make.
 *
 * ```
 *   (closed) --- current, question and another generation have waited for confirmTimeout, every byte taken ---> (active)
 *      ^                                                                                                           |
 *      +----------------------------------- a generation is confirmed --------------------------------------------+
 * ```
 *
 * While it is active nothing is rotated. The frames written last are kept, at least half of the queue together with what
 * waits on other connections, a quarter on the connection itself, and are replayed when it breaks. TCP keeps order on a
 * connection, so what is older than the buffers of both kernels has been read by the peer. A queue of 1 MiB is smaller
 * than these buffers; the default is larger than what a peer that does not read can hold.
 *
 * A receiver that merely stopped looks the same for low traffic; nothing is reset or released for it, and a late close
 * still confirms. Whether the peer closes by now is asked every 10 minutes, and after each reconnect (`inquiry.ts`).
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
   * @returns true the first time, which is worth a warning
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

  /** Gives confirmation another chance. */
  leave(): void {
    this.#clock.clear(this.#timer);
    this.#timer = undefined;
  }

  /**
   * Takes the oldest frames of the current connection out of the window, about a chunk of them, as long as half of the
   * queue stays in it. What was sent on connections that wait for their close stays: newer bytes on another connection
   * prove nothing about it.
   *
   * @returns the frames, for the owner to release; none if the window must stay as it is
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
