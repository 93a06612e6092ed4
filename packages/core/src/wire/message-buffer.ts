import { SHORT_TEXT, textCapacity, writeShortAscii, writeText } from './text.ts';
import { varintSize, writeVarint, writeVarintInteger } from './varint.ts';
import type { WordBytes } from './word-bytes.ts';

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
 * The bytes of one message: in a buffer that grows and is used again, or straight in memory of the caller, as long as
 * there is room.
 *
 * How a length is written before it is known: its width is guessed from the number of characters (right for all ASCII
 * text), the content is written behind it, and is moved where the guess was wrong.
 */
export class MessageBuffer {
  /** Holds the message; another object after it had to grow. Valid until the next message is begun. */
  buffer: Buffer;
  /** Where the bare message starts. */
  start: number;
  /** Where it ends, so far. */
  end: number;

  /** The same bytes as `buffer`. */
  protected view: DataView;
  /** Up to here a value may be reserved; {@link SLACK} bytes follow. */
  protected capacity: number;
  readonly #headroom: number;
  readonly #initialBytes: number;
  #ownBuffer: Buffer;
  #ownView: DataView;

  constructor(options: MessageEncoderOptions = {}) {
    this.#headroom = options.headroom ?? 0;
    this.#initialBytes = Math.max(options.initialBytes ?? 16_384, this.#headroom + 1024);
    this.#ownBuffer = Buffer.allocUnsafeSlow(this.#initialBytes);
    this.#ownView = new DataView(this.#ownBuffer.buffer);
    this.buffer = this.#ownBuffer;
    this.view = this.#ownView;
    this.start = this.#headroom;
    this.end = this.start;
    this.capacity = this.#initialBytes - SLACK;
  }

  /**
   * Has the next messages written into other memory. One that finds no room there moves into the encoder's own buffer.
   *
   * @param buffer what is behind `start` may be written over
   * @param view of the same bytes
   * @param start where the message is to start
   */
  writeTo(buffer: Buffer, view: DataView, start: number): void {
    this.buffer = buffer;
    this.view = view;
    this.start = start;
    this.end = start;
    this.capacity = buffer.length - SLACK;
  }

  /** Has the next messages written into the encoder's own buffer, with the headroom that it was made with. */
  writeToOwnBuffer(): void {
    if (this.#ownBuffer.length > KEPT_BYTES && this.#ownBuffer.length > this.#initialBytes) {
      this.#ownBuffer = Buffer.allocUnsafeSlow(this.#initialBytes);
      this.#ownView = new DataView(this.#ownBuffer.buffer);
    }
    this.writeTo(this.#ownBuffer, this.#ownView, this.#headroom);
  }

  /** Moves the message out of the caller's memory; marks stay valid. */
  leave(): void {
    if (this.buffer !== this.#ownBuffer) this.#moveToOwnBuffer(0);
  }

  /** Moves the message by some bytes towards the end; marks become invalid. */
  shift(bytes: number): void {
    this.reserve(bytes);
    this.buffer.copyWithin(this.start + bytes, this.start, this.end);
    this.start += bytes;
    this.end += bytes;
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
  copy(bytes: WordBytes): void {
    this.reserve(bytes.length);
    bytes.copyTo(this.view, this.end);
    this.end += bytes.length;
  }

  /** Forgets the message. */
  protected clear(): void {
    this.end = this.start;
    if (this.capacity > KEPT_BYTES && this.buffer === this.#ownBuffer) this.writeToOwnBuffer();
  }

  protected reserve(bytes: number): void {
    if (this.end + bytes > this.capacity) this.grow(bytes);
  }

  protected grow(bytes: number): void {
    this.#moveToOwnBuffer(bytes);
  }

  /** Moves the message to the same place in a buffer of its own, with room for so many bytes more. */
  #moveToOwnBuffer(bytes: number): void {
    const message = this.buffer.subarray(this.start, this.end);
    const size = this.end + bytes + SLACK;
    if (size > this.#ownBuffer.length) {
      this.#ownBuffer = Buffer.allocUnsafeSlow(Math.max(this.#ownBuffer.length * 2, size));
      this.#ownView = new DataView(this.#ownBuffer.buffer);
    }
    this.buffer = this.#ownBuffer;
    this.view = this.#ownView;
    this.capacity = this.#ownBuffer.length - SLACK;
    this.buffer.set(message, this.start);
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
