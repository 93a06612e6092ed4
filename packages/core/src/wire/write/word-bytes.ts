/** Longer ones are copied by a call into native code. */
const MAX_IN_WORDS = 136;

/** Bytes behind what is copied in words that may be written over. */
const WORD_OVERHANG = 7;

/**
 * Some bytes that are copied again and again: in words of 8, as doubles, which is the quickest way for a handful.
 * An engine may change the bits of a word that is a NaN; bytes that have one are copied by a call into native code.
 */
export class WordBytes {
  readonly length: number;
  /**
   * All bytes, and zeros that fill up the last word; none if they are not copied in words. An array: V8 reads its doubles
   * quicker than those of a Float64Array.
   */
  readonly words: readonly number[];
  readonly #bytes: Uint8Array;

  /** @param bytes are copied */
  constructor(bytes: Uint8Array) {
    const { length } = bytes;
    const padded = new Uint8Array((length + WORD_OVERHANG) & ~WORD_OVERHANG);
    padded.set(bytes);
    const words = littleEndianWords(padded);
    this.length = length;
    this.words = length <= MAX_IN_WORDS && !words.includes(Number.NaN) ? Array.from(words) : [];
    this.#bytes = padded.subarray(0, length);
  }

  /**
   * Copies the bytes.
   *
   * @param target has {@link WordBytes.length} bytes at `at`, and {@link WORD_OVERHANG} more that may be written over
   */
  copyTo(target: DataView, at: number): void {
    if (this.words.length > 0) copyWords(target, at, this.words);
    else this.#copyBytes(target, at);
  }

  #copyBytes(target: DataView, at: number): void {
    new Uint8Array(target.buffer, target.byteOffset).set(this.#bytes, at);
  }
}

/** Copies words that are not NaN. */
export function copyWords(target: DataView, at: number, words: readonly number[]): void {
  const { length } = words;
  for (let index = 0, place = at; index < length; index++, place += 8) {
    target.setFloat64(place, words[index] as number, true);
  }
}

const isLittleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/** The bytes as words that are written in little-endian order. */
function littleEndianWords(bytes: Uint8Array): Float64Array {
  const words = new Float64Array(bytes.buffer);
  if (isLittleEndian) return words;
  const view = new DataView(bytes.buffer);
  return words.map((_, index) => view.getFloat64(index * 8, true));
}
