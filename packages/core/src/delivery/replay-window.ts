import type { FrameQueue } from '../queue/frame-queue.ts';
import type { Generation } from './generation.ts';
import type { Generations } from './generations.ts';

/** Bytes that leave the window at a time: a chunk of the queue. */
const SHRINK_BYTES = 65_536;

/** How long a peer that never closes is left alone before confirmation is tried again. */
const RETRY_MS = 600_000;

/**
 * What remains for a peer that takes every byte and never closes a connection (a proxy that keeps connections open,
 * a receiver of another make): the frames written last are kept, as many as the queue has room for and at least half
 * of it, and are replayed when the connection breaks. TCP keeps order, so what is older than the buffers of both
 * kernels has been read by the peer.
 *
 * The window is entered when two generations have been waiting for longer than the confirm timeout although the
 * kernel took all their bytes, the third one has had every byte taken as well, and nothing was confirmed meanwhile.
 * It is left at the first confirmation. A receiver that merely stopped looks the same for low traffic; the window
 * does it no harm, for nothing is reset and a late close still confirms.
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
   * Takes the oldest frames out of the window, about a chunk of them, where it is larger than half of the queue.
   *
   * @returns the number of messages, 0 where the window must stay as it is
   */
  shrink(queue: FrameQueue, generations: Generations): number {
    if (!this.active || queue.inFlightBytes <= queue.maxBytes / 2) return 0;
    const oldest = generations.list().find((generation) => generation.writtenFrames > 0);
    if (oldest === undefined) return 0;
    const share = Math.ceil((SHRINK_BYTES / oldest.bytes) * oldest.frames);
    const messages = Math.min(share, oldest.writtenFrames);
    for (const segment of oldest.takeFront(messages)) queue.release(segment);
    if (oldest.frames === 0 && oldest.state === 'adrift') generations.delete(oldest);
    return messages;
  }
}
