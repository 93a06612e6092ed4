import type { Clock, Timer } from '../../../clock.ts';
import type { FrameStore } from '../../../queue/frame-store.ts';
import type { Generation } from '../generation/generation.ts';

/** How long a new generation holds back its frames until the previous one is closed. */
const HOLD_MS = 100;

/** How strictly the order is kept. */
interface OrderHoldOptions {
  readonly ordered: boolean;
  readonly confirmTimeoutMs: number;
}

/**
 * Keeps the order of messages across a rotation: the new generation carries nothing until the one ahead of it is closed,
 * or 100 ms have passed. With `ordered` it waits for up to `confirmTimeout`.
 */
export class OrderHold {
  readonly #ordered: boolean;
  readonly #holdMs: number;
  readonly #clock: Clock;
  readonly #released: () => void;
  #ahead: Generation | undefined;
  #timer: Timer | undefined;

  /** @param released called when the time is over */
  constructor({ ordered, confirmTimeoutMs }: OrderHoldOptions, clock: Clock, released: () => void) {
    this.#ordered = ordered;
    this.#holdMs = ordered ? confirmTimeoutMs : HOLD_MS;
    this.#clock = clock;
    this.#released = released;
  }

  /** Begins to wait for the close of `ahead`. */
  begin(ahead: Generation): void {
    this.end();
    this.#ahead = ahead;
    this.#timer = this.#clock.setTimeout(() => {
      this.end();
      this.#released();
    }, this.#holdMs);
    this.#timer.unref();
  }

  /** True while frames must wait. Without `ordered` a half-full queue ends the wait: order can be given up, room cannot. */
  blocks(queue: Pick<FrameStore, 'retainedBytes' | 'maxBytes'>): boolean {
    if (this.#ahead === undefined) return false;
    const isCrowded = !this.#ordered && queue.retainedBytes > queue.maxBytes / 2;
    if (isCrowded || !this.#ahead.isConnected) this.end();
    return this.#ahead !== undefined;
  }

  /** Stops waiting. */
  end(): void {
    this.#clock.clear(this.#timer);
    this.#timer = undefined;
    this.#ahead = undefined;
  }
}
