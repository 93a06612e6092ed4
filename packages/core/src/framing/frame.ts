import type { HekaMessage } from '../message/heka-message.ts';
import { MessageView } from '../wire/reading/message-view.ts';
import { readMessage } from '../wire/reading/read-message.ts';

/** A message that came in a frame. It is decoded as far as it is asked for. */
export interface Frame {
  /** The whole frame, header included, as it came. */
  readonly frame: Uint8Array;
  /** The bare message in it, the same memory. */
  readonly bytes: Uint8Array;
  /** The message, decoded at the first look; it refers to neither. */
  readonly message: HekaMessage;
  /**
   * The message to look at and not to keep: each member is decoded when it is read, which is much cheaper than
   * {@link message} for those who need one or two, as counting and matching do. Its members are getters, absent ones are
   * `undefined`: it can't be copied, spread or compared.
   */
  readonly view: HekaMessage;
  /** Offset of the frame in the stream. */
  readonly offset: number;
  /**
   * `<signer>_<key version>` if the signature was verified. Absent if there is none, also when the header names a signer
   * without signing.
   */
  readonly signer?: string;
}

/** Where a frame stands in memory. */
export interface FramePlace {
  readonly buffer: Buffer;
  readonly start: number;
  /** Where the message starts. */
  readonly messageAt: number;
  readonly end: number;
}

/** A frame in memory that stays as it is. */
export class ReceivedFrame implements Frame {
  readonly offset: number;
  // Declared only: a frame without a verified signer must not even have the member.
  declare readonly signer?: string;
  readonly #place: FramePlace;
  #message: HekaMessage | undefined;
  #view: MessageView | undefined;

  /** @param place holds a message that has passed `checkMessage` */
  constructor(place: FramePlace, offset: number, signer?: string) {
    this.#place = place;
    this.offset = offset;
    if (signer !== undefined) this.signer = signer;
  }

  get frame(): Uint8Array {
    const { buffer, start, end } = this.#place;
    return new Uint8Array(buffer.buffer, buffer.byteOffset + start, end - start);
  }

  get bytes(): Uint8Array {
    const { buffer, messageAt, end } = this.#place;
    return new Uint8Array(buffer.buffer, buffer.byteOffset + messageAt, end - messageAt);
  }

  get message(): HekaMessage {
    const { buffer, messageAt, end } = this.#place;
    this.#message ??= readMessage(buffer, messageAt, end);
    return this.#message;
  }

  get view(): HekaMessage {
    const { buffer, messageAt, end } = this.#place;
    this.#view ??= new MessageView(buffer, messageAt, end);
    // An absent member reads as undefined, as it does of any object.
    return this.#view as unknown as HekaMessage;
  }
}
