import type { Generation } from './generation.ts';

/** How long a new generation holds its frames back for the close of the one before. */
const HOLD_MS = 100;

/**
 * Keeps order across a rotation: the new generation carries nothing before the one ahead of it has closed, or 100 ms
 * have passed. With `ordered` it waits for `confirmTimeout` instead.
 */
export class OrderHold {
  readonly #holdMs: number;
  readonly #released: () => void;
  #ahead: Generation | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(ordered: boolean, confirmTimeoutMs: number, released: () => void) {
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

  /** True while frames must wait. */
  get active(): boolean {
    if (this.#ahead !== undefined && !this.#ahead.connected) this.end();
    return this.#ahead !== undefined;
  }

  /** Stops waiting. */
  end(): void {
    clearTimeout(this.#timer);
    this.#ahead = undefined;
  }
}
