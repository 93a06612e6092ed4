import type { Generation } from './generation.ts';

/** How long a peer that never closes is left alone before confirmation is tried again. */
export const WINDOW_RETRY_MS = 600_000;

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
  readonly #retryMs: number;
  readonly #retry: () => void;
  #timer: NodeJS.Timeout | undefined;
  #warned = false;
  #adrift: Generation[] = [];

  constructor(retryMs: number, retry: () => void) {
    this.#retryMs = retryMs;
    this.#retry = retry;
  }

  /** True while confirmation is given up. */
  get active(): boolean {
    return this.#timer !== undefined;
  }

  /** Generations whose sockets were let go and whose frames are still kept, oldest first. */
  get adrift(): readonly Generation[] {
    return this.#adrift;
  }

  /** Decides whether the rule above holds. `waiting` are the generations that were ended and not closed. */
  static isCalledFor(
    waiting: readonly Generation[],
    current: Generation | undefined,
    confirmTimeoutMs: number,
    now: number,
  ): boolean {
    const ignored = waiting.filter((one) => one.allTaken && now - one.endedAt >= confirmTimeoutMs);
    const taken = current?.allTaken === true && now - current.openedAt >= confirmTimeoutMs;
    return ignored.length >= 2 && taken;
  }

  /** Enters the window; true where this is the first time, and worth a warning. */
  enter(): boolean {
    this.#timer ??= setInterval(this.#retry, this.#retryMs).unref();
    const first = !this.#warned;
    this.#warned = true;
    return first;
  }

  /** Leaves the window. */
  leave(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  /** Keeps the frames of a generation whose socket is let go with a FIN behind what the kernel holds. */
  letGo(generation: Generation): void {
    generation.destroy('adrift');
    if (generation.frames > 0) this.#adrift.push(generation);
  }

  /** Hands out the generations adrift at `address`, to be replayed: a connection there has broken, or they were outlived. */
  takeAdrift(address: string): Generation[] {
    const taken = this.#adrift.filter((one) => one.address.key === address);
    this.#adrift = this.#adrift.filter((one) => one.address.key !== address);
    return taken;
  }

  /** Forgets generations adrift without frames. */
  sweep(): void {
    this.#adrift = this.#adrift.filter((one) => one.frames > 0);
  }
}
