import { FRAMING_BYTES } from '../wire/framing-bytes.ts';
import type { MessageEncoder } from '../wire/message-encoder.ts';
import { varintSize } from '../wire/varint.ts';
import { writeFrameHeader } from './frame-header.ts';
import type { Signer } from './signer.ts';

/** Options of a {@link Framer}. */
export interface FramerOptions {
  /** Signs every message. @default none */
  readonly signer?: Signer | undefined;
  /** False leaves messages bare, for receivers that take one message per datagram. @default true */
  readonly framing?: boolean | undefined;
}

/** Header bytes that are not a signature: the tag and the longest varint of a length of 32 bits. */
const MAX_LENGTH_MEMBER_BYTES = 6;

/**
 * A signed header must fit for every message up to this size, which no receiver takes by default
 * (16,384 to 2,097,151 bytes have a varint of 3 bytes).
 */
const LARGEST_PLANNED_MESSAGE = 0x1f_ffff;

/** Puts the frame header before the message that an encoder has just finished, in its headroom. */
export class Framer {
  /** Bytes that the encoder must keep free before its messages. */
  readonly headroom: number;
  /** False: a frame is a bare message. */
  readonly framing: boolean;
  readonly #signer: Signer | undefined;

  /** @throws HekaError `HEADER_TOO_LARGE` where the signer's name is too long for a header */
  constructor(options: FramerOptions = {}) {
    this.#signer = options.signer;
    this.framing = options.framing ?? true;
    this.#signer?.assertFits(LARGEST_PLANNED_MESSAGE);
    this.headroom = this.framing
      ? FRAMING_BYTES + MAX_LENGTH_MEMBER_BYTES + (this.#signer?.headerBytes ?? 0)
      : 0;
  }

  /** Bytes that come before a message of this length in its frame. */
  bytesBefore(messageLength: number): number {
    if (!this.framing) return 0;
    return FRAMING_BYTES + 1 + varintSize(messageLength) + (this.#signer?.headerBytes ?? 0);
  }

  /**
   * Completes a frame.
   *
   * @param encoder holds a message, with {@link Framer.bytesBefore} bytes free before it, or {@link Framer.headroom}
   * @returns the offset in `encoder.buffer` where the frame starts; it ends at `encoder.end`
   */
  seal(encoder: MessageEncoder): number {
    const { buffer, start, end } = encoder;
    if (!this.framing) return start;
    const signer = this.#signer;
    if (signer === undefined) return writeFrameHeader(buffer, start, end - start, 0);
    signer.writeTo(buffer, start - 1 - signer.headerBytes, buffer.subarray(start, end));
    return writeFrameHeader(buffer, start, end - start, signer.headerBytes);
  }
}
