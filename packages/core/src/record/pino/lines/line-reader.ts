/** Reads lines out of text that comes in pieces. What stands in a piece is done when `write` returns. */
export abstract class LineReader {
  #isBusy = false;
  readonly #waiting: (string | Uint8Array)[] = [];

  /**
   * Takes some text.
   *
   * @param chunk any part of it; a surrogate pair must not be split, characters in UTF-8 may be
   */
  write(chunk: string | Uint8Array): void {
    if (this.#isBusy) {
      // Whoever takes the lines has logged.
      this.#waiting.push(typeof chunk === 'string' ? chunk : Buffer.from(chunk));
      return;
    }
    this.#isBusy = true;
    try {
      this.take(chunk);
      for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift())
        this.take(next);
    } finally {
      this.#isBusy = false;
    }
  }

  /**
   * Whether a text is one line with a time of its own, as far as that can be seen from its beginning: such a line may be
   * written later than it was logged, in one text with others, and becomes the same message.
   */
  abstract canWait(text: string): boolean;

  /** Takes the last line, if it has no newline. */
  end(): void {
    const rest = this.takeRest();
    if (rest.length > 0) this.write(Buffer.concat([rest, Buffer.of(NEWLINE)]));
  }

  /** The line so far whose end has not come; it is forgotten here, so that another reader can go on with it. */
  abstract takeRest(): Buffer;

  /** Takes some text, not while it takes another one. */
  protected abstract take(chunk: string | Uint8Array): void;
}

/** Ends a line. */
export const NEWLINE = 10;

/** Of a longer line only this many bytes are kept; what is left is no longer JSON, and becomes a payload. */
export const MAX_KEPT_BYTES = 64 * 1024 * 1024;
