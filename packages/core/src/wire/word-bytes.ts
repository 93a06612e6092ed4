/** Longer ones are copied by a call into native code. */
const MAX_IN_WORDS = 136;

/**
 * Some bytes that are copied again and again: in words of 8, as doubles, which is the quickest way for a handful.
 * An engine may change the bits of a word that is a NaN; bytes that have one are copied by a call into native code.
 */
export class WordBytes {
  readonly length: number;
  /** Bytes that are copied in words: all or none. */
  readonly #inWords: number;
  readonly #bytes: Uint8Array;
  readonly #words: DataView;

  /** @param bytes are copied */
  constructor(bytes: Uint8Array) {
    const { length } = bytes;
    const padded = new Uint8Array((length + 7) & ~7);
    padded.set(bytes);
    this.length = length;
    this.#bytes = padded.subarray(0, length);
    this.#words = new DataView(padded.buffer);
    this.#inWords = length <= MAX_IN_WORDS && !hasNaN(this.#words) ? length : 0;
  }

  /**
   * Copies the bytes.
   *
   * @param target has {@link WordBytes.length} bytes at `at`, and 7 more that may be written over
   */
  copyTo(target: DataView, at: number): void {
    const length = this.#inWords;
    const words = this.#words;
    for (let index = 0; index < length; index += 8) {
      target.setFloat64(at + index, words.getFloat64(index, true), true);
    }
    if (length === 0) new Uint8Array(target.buffer, target.byteOffset).set(this.#bytes, at);
  }
}

function hasNaN(words: DataView): boolean {
  for (let index = 0; index < words.byteLength; index += 8) {
    if (Number.isNaN(words.getFloat64(index, true))) return true;
  }
  return false;
}
