import { once } from 'node:events';

/** Standard output, whose reader may be slow, or gone. */
export class StandardOutput {
  readonly #onGone: () => void;
  #isGone = false;

  /** @param onGone called once, when nobody reads any more (`| head`) */
  constructor(onGone: () => void) {
    this.#onGone = onGone;
    process.stdout.on('error', () => {
      if (this.#isGone) return;
      this.#isGone = true;
      this.#onGone();
    });
  }

  /** Writes. If it returns a promise, more can be written when that resolves. */
  write(chunk: string | Uint8Array): void | Promise<void> {
    if (this.#isGone || chunk.length === 0 || process.stdout.write(chunk)) return undefined;
    return once(process.stdout, 'drain').then(
      () => {},
      () => {},
    );
  }
}
