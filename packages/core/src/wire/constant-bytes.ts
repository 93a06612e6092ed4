/**
 * Up to this many bytes are copied in words of four: for so few a call into native code costs more than the copying.
 * (Words of eight would have to be doubles, and an engine may change the bits of those that are no number.)
 */
const MAX_IN_WORDS = 128;

/** Bytes that were encoded before and are the same in many messages: headers, or constant fields. */
export class ConstantBytes {
  readonly length: number;
  readonly #bytes: Uint8Array;
  readonly #words: DataView;

  /** @param bytes are copied */
  constructor(bytes: Uint8Array) {
    const words = new Uint8Array((bytes.length + 3) & ~3);
    words.set(bytes);
    this.length = bytes.length;
    this.#bytes = words.subarray(0, bytes.length);
    this.#words = new DataView(words.buffer);
  }

  /**
   * Copies the bytes.
   *
   * @param target has {@link ConstantBytes.length} bytes at `at`, and 3 more that may be written over
   */
  copyTo(target: DataView, at: number): void {
    const length = this.length;
    const words = this.#words;
    if (length > MAX_IN_WORDS) {
      new Uint8Array(target.buffer, target.byteOffset).set(this.#bytes, at);
      return;
    }
    for (let index = 0; index < length; index += 4) {
      target.setInt32(at + index, words.getInt32(index, true), true);
    }
  }
}
