/** Options of a message encoder. */
export interface MessageEncoderOptions {
  /** Bytes kept free before the message, for a frame header. @default 0 */
  readonly headroom?: number;
  /** Size of the buffer to begin with. @default 16384 */
  readonly initialBytes?: number;
}

/** A buffer that a giant message has grown beyond this is given back at the next message. */
const KEPT_BYTES = 256 * 1024;

/**
 * Room beyond every reservation: tags and lengths around a value, the first two headers, and the overhang of copying in
 * words of 8 bytes.
 */
const SLACK = 64;

/**
 * The memory that one message after the other is written into: a buffer that grows and is used again, or straight the
 * memory of the caller, as long as there is room.
 *
 * The functions beside this class (`headers.ts`, `string-field.ts`, ...) write the parts of a message in the order of their tags:
 * each takes the offset where its part goes, and returns the offset behind it. The offset is handed on as a local
 * variable, which is what makes them quick; {@link MessageEncoder.end} is set when the message is complete.
 *
 * The bytes, by the strictest receiver (lua_sandbox) and by Heka's Go encoder:
 * - uuid and timestamp come first, then the headers in the order of their tags, then the fields;
 * - a header that was set is written, even if it is empty or zero;
 * - in a field: name, value_type (always), representation (if there is one), then the values;
 * - integers, doubles and booleans are packed in one run; an empty run is never written;
 * - varints are the shortest possible; a negative int32 takes 10 bytes.
 */
export class MessageEncoder {
  /** Holds the message; another object after it had to grow. Valid until the next message is begun. */
  buffer: Buffer;
  /** The same bytes as `buffer`. */
  view: DataView;
  /** Where the bare message starts. */
  start: number;
  /** Where it ends, once it is complete. */
  end: number;
  /** Up to here a value may be reserved; {@link SLACK} bytes follow. */
  capacity: number;

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

  /** Bytes of the message. */
  get length(): number {
    return this.end - this.start;
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

  /** Moves the message, which may be incomplete, out of the caller's memory; offsets stay valid. */
  leave(): void {
    // How far an incomplete message reaches is known only to what is writing it.
    if (this.buffer !== this.#ownBuffer) this.grow(this.buffer.length, 0);
  }

  /** Moves a complete message by some bytes towards the end. */
  shift(bytes: number): void {
    this.reserve(this.end, bytes);
    this.buffer.copyWithin(this.start + bytes, this.start, this.end);
    this.start += bytes;
    this.end += bytes;
  }

  /** Starts a message; returns where it starts. */
  begin(): number {
    if (this.capacity > KEPT_BYTES && this.buffer === this.#ownBuffer) this.writeToOwnBuffer();
    const { start } = this;
    this.end = start;
    if (start > this.capacity) this.grow(start, 0);
    return start;
  }

  /** Makes room for that many bytes at `at`, and {@link SLACK} more. */
  reserve(at: number, bytes: number): void {
    if (at + bytes > this.capacity) this.grow(at, bytes);
  }

  /**
   * Moves the message to the same place in a buffer of its own.
   *
   * @param at where the message ends so far
   * @param bytes room that is needed there
   */
  grow(at: number, bytes: number): void {
    const message = this.buffer.subarray(this.start, at);
    const size = at + bytes + SLACK;
    if (size > this.#ownBuffer.length) {
      this.#ownBuffer = Buffer.allocUnsafeSlow(Math.max(this.#ownBuffer.length * 2, size));
      this.#ownView = new DataView(this.#ownBuffer.buffer);
    }
    this.buffer = this.#ownBuffer;
    this.view = this.#ownView;
    this.capacity = this.#ownBuffer.length - SLACK;
    this.buffer.set(message, this.start);
  }
}
