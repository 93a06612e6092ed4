import type { FrameStore } from '../../queue/frame-store.ts';
import type { Generation } from './generation.ts';

/** How long a new generation holds its frames back for the close of the one before. */
const HOLD_MS = 100;

/**
 * Keeps order across a rotation: the new generation carries nothing before the one ahead of it has closed, or 100 ms
 * have passed. With `ordered` it waits for `confirmTimeout` instead.
 */
export class OrderHold {
  readonly #ordered: boolean;
  readonly #holdMs: number;
  readonly #released: () => void;
  #ahead: Generation | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(ordered: boolean, confirmTimeoutMs: number, released: () => void) {
    this.#ordered = ordered;
    this.#holdMs = ordered ? confirmTimeoutMs : HOLD_MS;
    this.#released = released;
  }

  /** Begins to wait for the close of `ahead`. */
  begin(ahead: Generation): void {
    this.end();
    this.#ahead = ahead;
    this.#timer = setTimeout(() => {
      this.end();
      this.#released();
    }, this.#holdMs);
    this.#timer.unref();
  }

  /** True while frames must wait. Without `ordered` a queue that is half full ends it: order is a courtesy, room is not. */
  blocks(queue: FrameStore): boolean {
    if (this.#ahead === undefined) return false;
    const isCrowded = !this.#ordered && queue.retainedBytes > queue.maxBytes / 2;
    if (isCrowded || !this.#ahead.connected) this.end();
    return this.#ahead !== undefined;
  }

  /** Stops waiting. */
  end(): void {
    clearTimeout(this.#timer);
    this.#ahead = undefined;
  }
}
