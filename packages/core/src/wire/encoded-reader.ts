/**
 * Reads what an encoder has written, part by part: `tag value`, `tag value`, ...
 * The bytes are known to be right, so nothing is checked.
 */
export class EncodedReader {
  readonly #bytes: Uint8Array;
  readonly #end: number;
  /** Where the next part starts. */
  at: number;
  /** Tag of the last part. */
  tag = 0;
  /** Where the last part started. */
  partAt = 0;
  /** Where its value is: without the length, if it has one. */
  valueAt = 0;

  constructor(bytes: Uint8Array, start: number, end: number) {
    this.#bytes = bytes;
    this.#end = end;
    this.at = start;
  }

  /** Finds the next part; false if there is none. */
  next(): boolean {
    if (this.at >= this.#end) return false;
    this.partAt = this.at;
    this.tag = this.#bytes[this.at++] ?? 0;
    const value = this.#varint();
    // Wire type 2 has a length, and any other one of a message is a varint.
    this.valueAt = (this.tag & 7) === 2 ? this.at : this.partAt + 1;
    if ((this.tag & 7) === 2) this.at += value;
    return true;
  }

  #varint(): number {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.#bytes[this.at++] ?? 0;
      if (shift < 32) value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  }
}
