/** Longer parts are copied by `Buffer.copy`. */
const MAX_BYTES = 4096;

/** Lengths are rounded up to multiples of it. */
const STEP = 64;

/**
 * Copies of bytes that always start at the same place: `Buffer.copy` makes a view of what it copies each time, which takes
 * longer than to copy a line. Here there is one view for each length, rounded up.
 */
export class ShortCopies {
  readonly #bytes: Buffer;
  readonly #start: number;
  readonly #views: readonly Uint8Array[];

  /** @param start where the bytes start that are copied often; {@link MAX_BYTES} can be read there */
  constructor(bytes: Buffer, start: number) {
    this.#bytes = bytes;
    this.#start = start;
    this.#views = Array.from({ length: MAX_BYTES / STEP + 1 }, (_, index) =>
      bytes.subarray(start, start + index * STEP),
    );
  }

  /** Copies from `start` to `end`, and may overwrite up to 63 bytes behind them, as far as `target` goes. */
  copy(target: Buffer, at: number, start: number, end: number): void {
    const view = start === this.#start ? this.#views[Math.ceil((end - start) / STEP)] : undefined;
    if (view !== undefined && at + view.length <= target.length) target.set(view, at);
    else this.#bytes.copy(target, at, start, end);
  }
}
