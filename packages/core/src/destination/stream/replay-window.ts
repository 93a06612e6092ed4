import type { FrameStore } from '../../queue/frame-store.ts';
import type { Generation } from './generation.ts';

/** Bytes that leave the window at a time: a chunk of the queue. */
const SHRINK_BYTES = 65_536;

/** What an operator is told, once. */
export const WINDOW_WARNING =
  'the receiver takes everything but never closes a connection: messages can not be confirmed, ' +
  'the last ones written are kept and replayed when a connection breaks';

/** How long a peer that never closes is left alone before confirmation is tried again. */
const RETRY_MS = 600_000;

/**
 * What remains for a peer that takes every byte and never closes a connection (a proxy that keeps connections open,
 * a receiver of another make): the frames written last are kept, at least half of the queue with what waits on
 * other connections, a quarter on the connection itself, and are replayed when it breaks. TCP keeps order on a
 * connection, so what is older than the buffers of both kernels has been read by the peer. A queue of 1 MiB is
 * smaller than these buffers; the default of 32 MiB is larger than what a peer that does not read can hold.
 *
 * The window is entered when two generations have been waiting for longer than the confirm timeout although the
 * kernel took all their bytes, the third one has had every byte taken as well, and nothing was confirmed meanwhile.
 * It is left at the first confirmation. A receiver that merely stopped looks the same for low traffic; nothing is
 * reset or released for it, and a late close still confirms. Whether a peer closes by now is asked every 10 minutes, and
 * after each reconnect, with a connection that carries nothing: what is on a connection that was ended stays until it
 * is closed, and would take the place of the window.
 */
export class ReplayWindow {
  readonly #confirmTimeoutMs: number;
  readonly #retry: () => void;
  #timer: NodeJS.Timeout | undefined;
  #warned = false;

  /** @param retry called every 10 minutes while the window is active */
  constructor(confirmTimeoutMs: number, retry: () => void) {
    this.#confirmTimeoutMs = confirmTimeoutMs;
    this.#retry = retry;
  }

  /** True while confirmation is given up. */
  get active(): boolean {
    return this.#timer !== undefined;
  }

  /**
   * Enters the window where the rule above holds.
   *
   * @param waiting the generations that were ended and not closed
   * @returns true the first time, which is worth a warning
   */
  consider(waiting: readonly Generation[], current: Generation | undefined): boolean {
    if (this.active) return false;
    const now = performance.now();
    const ignored = waiting.filter((one) => one.allTaken && now - one.endedAt >= this.#confirmTimeoutMs);
    const taken = current?.allTaken === true && now - current.openedAt >= this.#confirmTimeoutMs;
    if (ignored.length < 2 || !taken) return false;
    this.#timer = setInterval(this.#retry, RETRY_MS).unref();
    const first = !this.#warned;
    this.#warned = true;
    return first;
  }

  /** Leaves the window. */
  leave(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  /**
   * Takes the oldest frames of the current connection out of the window, about a chunk of them, as long as half of the
   * queue stays in it. What was sent on connections that wait for their close stays: newer bytes on another connection
   * prove nothing about it.
   *
   * @returns the number of messages, 0 where the window must stay as it is
   */
  shrink(queue: FrameStore, current: Generation | undefined): number {
    if (!this.active || current === undefined) return 0;
    const elsewhere = queue.inFlightBytes - current.bytes;
    const kept = Math.max(queue.maxBytes / 2 - elsewhere, queue.maxBytes / 4);
    const spare = current.bytes - kept;
    if (spare <= 0) return 0;
    const share = Math.floor((Math.min(spare, SHRINK_BYTES) / current.bytes) * current.frames);
    const messages = Math.min(Math.max(share, 1), current.writtenFrames);
    for (const run of current.takeFront(messages)) queue.release(run);
    return messages;
  }
}
