import { NameCache } from './name-cache.ts';
import { DELIMITED, END_GROUP, FIXED_32, FIXED_64, START_GROUP } from './wire-types.ts';

/** One number of 64 bits, on its way from bytes to a bigint or a double. */
const WORD = new DataView(new ArrayBuffer(8));

/** What `Buffer.prototype.toString` calls after it has looked at its arguments, which takes as long as a short text. */
interface NativeBuffer extends Buffer {
  utf8Slice(start: number, end: number): string;
}

/** Every Node.js so far has it, but does not document it. */
const HAS_NATIVE_SLICE = 'utf8Slice' in Buffer.prototype;

const NAMES = new NameCache(textOf);

/**
 * Reads the parts of a message one after the other. The bytes must have passed {@link checkMessage}: nothing is checked
 * here, and nothing can fail.
 */
export class MessageReader {
  /** Offset of what is read next. */
  at = 0;
  #buffer: Buffer = Buffer.alloc(0);

  /** Goes to a place in checked bytes. */
  load(buffer: Buffer, at: number): void {
    this.#buffer = buffer;
    this.at = at;
  }

  /** A key, or a length. */
  uint32(): number {
    const buffer = this.#buffer;
    let at = this.at;
    let byte = buffer[at++] as number;
    let value = byte & 0x7f;
    for (let shift = 7; byte >= 0x80; shift += 7) {
      byte = buffer[at++] as number;
      value |= (byte & 0x7f) << shift;
    }
    this.at = at;
    return value >>> 0;
  }

  /** An integer of which the lower 32 bits count. */
  int32(): number {
    this.#readWord();
    return WORD.getInt32(0, true);
  }

  /** An integer of 64 bits. */
  int64(): bigint {
    this.#readWord();
    return WORD.getBigInt64(0, true);
  }

  bool(): boolean {
    const buffer = this.#buffer;
    let bits = 0;
    let byte = 0x80;
    while (byte >= 0x80) {
      byte = buffer[this.at++] as number;
      bits |= byte & 0x7f;
    }
    return bits !== 0;
  }

  double(): number {
    for (let index = 0; index < 8; index++) WORD.setUint8(index, this.#buffer[this.at++] as number);
    return WORD.getFloat64(0, true);
  }

  /** Reads a length; returns where its content ends, which comes next. */
  openDelimited(): number {
    const length = this.uint32();
    return this.at + length;
  }

  /** Text; bytes that are not UTF-8 become U+FFFD. */
  text(): string {
    const end = this.openDelimited();
    const start = this.at;
    this.at = end;
    return textOf(this.#buffer, start, end);
  }

  /** Text that often is one that came before: the name of a field, of a logger, of a host. */
  name(): string {
    const end = this.openDelimited();
    const start = this.at;
    this.at = end;
    return NAMES.textOf(this.#buffer, start, end);
  }

  /** Bytes, in memory of their own. */
  bytes(): Uint8Array {
    const end = this.openDelimited();
    const start = this.at;
    this.at = end;
    return new Uint8Array(this.#buffer.subarray(start, end));
  }

  /** Passes over the content that belongs to a key. */
  skipValue(tag: number): void {
    switch (tag & 7) {
      case DELIMITED:
        this.at = this.openDelimited();
        return;
      case FIXED_64:
        this.at += 8;
        return;
      case FIXED_32:
        this.at += 4;
        return;
      case START_GROUP:
        this.#skipGroup();
        return;
      default:
        while ((this.#buffer[this.at++] as number) >= 0x80);
    }
  }

  #skipGroup(): void {
    for (let tag = this.uint32(); (tag & 7) !== END_GROUP; tag = this.uint32()) this.skipValue(tag);
  }

  #readWord(): void {
    const buffer = this.#buffer;
    let at = this.at;
    let low = 0;
    let high = 0;
    let byte = 0x80;
    for (let shift = 0; byte >= 0x80; shift += 7) {
      byte = buffer[at++] as number;
      const bits = byte & 0x7f;
      if (shift < 28) {
        low |= bits << shift;
      } else if (shift === 28) {
        low |= bits << 28;
        high = bits >>> 4;
      } else {
        high |= bits << (shift - 32);
      }
    }
    this.at = at;
    WORD.setInt32(0, low, true);
    WORD.setInt32(4, high, true);
  }
}

function textOf(buffer: Buffer, start: number, end: number): string {
  return HAS_NATIVE_SLICE
    ? (buffer as NativeBuffer).utf8Slice(start, end)
    : buffer.toString('utf8', start, end);
}
