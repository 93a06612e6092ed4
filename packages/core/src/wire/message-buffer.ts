import type { ConstantBytes } from './constant-bytes.ts';
import { SHORT_TEXT, textCapacity, writeShortAscii, writeText } from './text.ts';
import { varintSize, writeVarint, writeVarintInteger } from './varint.ts';

/** Options of a message encoder. */
export interface MessageEncoderOptions {
  /** Bytes kept free before the message, for a frame header. @default 0 */
  readonly headroom?: number;
  /** Size of the buffer to begin with. @default 16384 */
  readonly initialBytes?: number;
}

/** A buffer that a giant message has blown up beyond this is given back at the next message. */
const KEPT_BYTES = 256 * 1024;

/**
 * Room beyond every reservation: tags and lengths around a value, the first two headers, and the overhang of copying in
 * words of 8 bytes.
 */
const SLACK = 64;

/**
 * The bytes of one message, in a buffer that grows and is used again.
 *
 * How a length is written before it is known: its width is guessed from the number of characters (right for all ASCII
 * text), the content is written behind it, and is moved where the guess was wrong.
 */
export class MessageBuffer {
  /** Holds the message; another object after it had to grow. Valid until the next message is begun. */
  buffer: Buffer;
  /** Where the bare message starts. */
  readonly start: number;
  /** Where it ends, so far. */
  end: number;

  /** The same bytes as `buffer`. */
  protected view: DataView;
  /** Up to here a value may be reserved; {@link SLACK} bytes follow. */
  protected capacity: number;
  readonly #initialBytes: number;

  constructor(options: MessageEncoderOptions = {}) {
    this.start = options.headroom ?? 0;
    this.end = this.start;
    this.#initialBytes = Math.max(options.initialBytes ?? 16_384, this.start + 1024);
    this.buffer = Buffer.allocUnsafeSlow(this.#initialBytes);
    this.view = new DataView(this.buffer.buffer);
    this.capacity = this.#initialBytes - SLACK;
  }

  /** Bytes of the message so far. */
  get length(): number {
    return this.end - this.start;
  }

  /** A place to come back to with `rewind`. */
  mark(): number {
    return this.end;
  }

  /** Drops what was written since the mark was taken. */
  rewind(mark: number): void {
    this.end = mark;
  }

  /** Copies headers or fields that were encoded before. */
  constant(bytes: ConstantBytes): void {
    this.reserve(bytes.length);
    bytes.copyTo(this.view, this.end);
    this.end += bytes.length;
  }

  /** Forgets the message. */
  protected clear(): void {
    this.end = this.start;
    if (this.capacity > KEPT_BYTES && this.capacity > this.#initialBytes) this.#resize(this.#initialBytes);
  }

  protected reserve(bytes: number): void {
    if (this.end + bytes > this.capacity) this.grow(bytes);
  }

  protected grow(bytes: number): void {
    this.#resize(Math.max(this.buffer.length * 2, this.end + bytes + SLACK));
  }

  #resize(size: number): void {
    const old = this.buffer;
    this.buffer = Buffer.allocUnsafeSlow(size);
    this.buffer.set(old.subarray(this.start, this.end), this.start);
    this.view = new DataView(this.buffer.buffer);
    this.capacity = size - SLACK;
  }

  /** Tag and varint. */
  protected taggedInteger(tag: number, value: number): void {
    this.reserve(0);
    this.buffer[this.end] = tag;
    this.end = writeVarintInteger(this.buffer, this.end + 1, value);
  }

  /** Tag, length and bytes of a text. */
  protected taggedText(tag: number, text: string): void {
    this.reserve(0);
    this.view.setUint8(this.end++, tag);
    const { length } = text;
    this.reserve(textCapacity(text));
    const at = this.end;
    if (length <= SHORT_TEXT && writeShortAscii(this.view, at + 1, text)) {
      this.view.setUint8(at, length);
      this.end = at + 1 + length;
      return;
    }
    const textAt = at + varintSize(length);
    this.end = textAt + writeText(this.buffer, textAt, text);
    this.writeLength(at, textAt);
  }

  /** Length and bytes. */
  protected bytes(value: Uint8Array): void {
    this.reserve(value.length);
    this.end = writeVarint(this.buffer, this.end, value.length);
    this.buffer.set(value, this.end);
    this.end += value.length;
  }

  /** Writes at `at` the length of what stands from `contentAt` to the end, moving that where the width was wrong. */
  protected writeLength(at: number, contentAt: number): void {
    const size = this.end - contentAt;
    const moved = at + varintSize(size) - contentAt;
    if (moved !== 0) {
      this.buffer.copyWithin(contentAt + moved, contentAt, this.end);
      this.end += moved;
    }
    writeVarint(this.buffer, at, size);
  }
}
