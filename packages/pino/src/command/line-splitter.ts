/**
 * Bytes in, blocks of whole lines out.
 *
 * A block ends with a line feed, and is a part of the chunk that was pushed wherever it can be: only the line that two
 * chunks share is copied. So the cost of a byte does not depend on how long its line is, and what is kept is at most one
 * line of `maxLineBytes`. A longer line is handed on as soon as that many bytes of it are here, cut and closed
 * ({@link closeLine}); the rest of it is skipped.
 */

import { closeLine } from './close-line.ts';

const LINE_FEED = 0x0a;
const BYTE_ORDER_MARK = Buffer.from('\uFEFF');
const FIRST_RESERVE_BYTES = 4096;

/** Cuts a stream of bytes into blocks of whole lines. A byte order mark at its start is skipped. */
export class LineSplitter {
  readonly #maxLineBytes: number;
  readonly #take: (block: Buffer) => void;
  /** The start of a line whose end has not come: the first `#kept` bytes of `#reserve`. */
  #reserve = Buffer.alloc(FIRST_RESERVE_BYTES);
  #kept = 0;
  /** True: the line in the input was cut, and is skipped up to its end. */
  #isSkipping = false;
  /** How much of a byte order mark the input has begun with; its length when there is nothing more to look for. */
  #markBytes = 0;

  /**
   * @param maxLineBytes bytes of a line that are kept while its end is awaited
   * @param take gets each block, which ends with a line feed; its bytes do not change until `take` returns
   */
  constructor(maxLineBytes: number, take: (block: Buffer) => void) {
    this.#maxLineBytes = maxLineBytes;
    this.#take = take;
  }

  /** Takes the next bytes. */
  push(chunk: Buffer): void {
    const bytes = this.#markBytes < BYTE_ORDER_MARK.length ? this.#withoutMark(chunk) : chunk;
    const begun = this.#kept > 0 || this.#isSkipping ? this.#finishLine(bytes) : 0;
    const end = bytes.lastIndexOf(LINE_FEED) + 1;
    if (end > begun) this.#take(bytes.subarray(begun, end));
    this.#keep(bytes.subarray(Math.max(begun, end)));
  }

  /** Hands on the last line, which has no line feed of its own. */
  end(): void {
    if (this.#markBytes < BYTE_ORDER_MARK.length) this.#keep(this.#giveMarkUp());
    if (this.#kept > 0) this.#finishLine(Buffer.of(LINE_FEED));
  }

  /** Ends the line that was begun, if its end is here; gives the offset of what follows. */
  #finishLine(bytes: Buffer): number {
    const end = bytes.indexOf(LINE_FEED) + 1;
    if (end === 0) {
      this.#keep(bytes);
      return bytes.length;
    }
    this.#keep(bytes.subarray(0, end));
    if (this.#kept > 0) this.#take(this.#reserve.subarray(0, this.#kept));
    this.#kept = 0;
    this.#isSkipping = false;
    return end;
  }

  #keep(bytes: Buffer): void {
    if (this.#isSkipping || bytes.length === 0) return;
    const needed = Math.min(this.#kept + bytes.length, this.#maxLineBytes);
    if (needed > this.#reserve.length) {
      const larger = Buffer.alloc(Math.min(Math.max(needed, 2 * this.#reserve.length), this.#maxLineBytes));
      this.#reserve.copy(larger, 0, 0, this.#kept);
      this.#reserve = larger;
    }
    const copied = bytes.copy(this.#reserve, this.#kept, 0, needed - this.#kept);
    this.#kept = needed;
    if (copied === bytes.length) return;
    this.#take(closeLine(this.#reserve.subarray(0, this.#kept)));
    this.#kept = 0;
    this.#isSkipping = true;
  }

  #withoutMark(chunk: Buffer): Buffer {
    let at = 0;
    while (this.#markBytes < BYTE_ORDER_MARK.length && at < chunk.length) {
      if (chunk[at] !== BYTE_ORDER_MARK[this.#markBytes]) {
        return Buffer.concat([this.#giveMarkUp(), chunk.subarray(at)]);
      }
      this.#markBytes++;
      at++;
    }
    return chunk.subarray(at);
  }

  /** What looked like the start of a byte order mark and is none. */
  #giveMarkUp(): Buffer {
    const begun = BYTE_ORDER_MARK.subarray(0, this.#markBytes);
    this.#markBytes = BYTE_ORDER_MARK.length;
    return begun;
  }
}
