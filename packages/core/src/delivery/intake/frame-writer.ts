import type { Framer } from '../../framing/framer.ts';
import type { FrameStore } from '../../queue/frame-store.ts';
import { MessageEncoder } from '../../wire/message-encoder.ts';

/** What frames are pushed to. */
export type FrameSink = Pick<FrameStore, 'tail' | 'push'>;

/** Less room than this at the end of a chunk is not tried. */
const MIN_ROOM_BYTES = 256;

/**
 * Makes frames where they stay: a message is encoded straight into the last chunk of the queue, behind the place
 * that its header will take. So the queue has nothing to copy, which would cost a tenth of what encoding does.
 *
 * ```
 *   chunk   | frame | frame | header | message |  free  |
 *                           ^ used   ^ encoder.start
 * ```
 *
 * The length of a header depends on that of the message, and is expected to be that of the last one. If it is not, or if
 * a message outgrows the chunk, bytes are moved.
 */
export class FrameWriter {
  /** Encodes the message between {@link FrameWriter.begin} and {@link FrameWriter.finish}. */
  readonly encoder: MessageEncoder;
  readonly #framer: Framer;
  readonly #sink: FrameSink;
  /** Bytes before the message in the last frame. */
  #headerBytes = 0;
  /** Bytes of the last frame. */
  #frameBytes = 0;
  /** Bytes that are free before the message at hand. */
  #roomBefore = 0;

  constructor(framer: Framer, sink: FrameSink) {
    this.#framer = framer;
    this.#sink = sink;
    this.encoder = new MessageEncoder({ headroom: framer.headroom });
  }

  /** Starts a frame. */
  begin(): void {
    const { tail } = this.#sink;
    if (tail === undefined || tail.room < MIN_ROOM_BYTES + 2 * this.#frameBytes) {
      this.#roomBefore = this.#framer.headroom;
      this.encoder.writeToOwnBuffer();
    } else {
      this.#roomBefore = this.#headerBytes;
      this.encoder.writeTo(tail.buffer, tail.view, tail.used + this.#headerBytes);
    }
  }

  /** Leaves the chunk to somebody else, who writes a frame into it before this one is finished. */
  stepAside(): void {
    this.encoder.leave();
  }

  /**
   * Completes the frame and queues it.
   *
   * @param severity of the message
   * @returns false if the queue is full and drops this frame
   */
  finish(severity: number): boolean {
    const { encoder } = this;
    const headerBytes = this.#framer.bytesBefore(encoder.length);
    if (headerBytes > this.#roomBefore) encoder.shift(headerBytes - this.#roomBefore);
    const start = this.#framer.seal(encoder);
    this.#headerBytes = headerBytes;
    this.#frameBytes = encoder.end - start;
    return this.#sink.push(encoder.buffer, start, encoder.end, severity);
  }
}
