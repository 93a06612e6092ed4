import type { HekaMessage } from '../message/heka-message.ts';
import { type EncodeMessageOptions, writeMessage } from '../wire/encode-message.ts';
import { FRAMING_BYTES } from '../wire/framing-bytes.ts';
import { MessageEncoder } from '../wire/message-encoder.ts';
import { MAX_HEADER_BYTES, writeFrameHeader } from './frame-header.ts';
import type { Signer } from './signer.ts';

/** Options of {@link encodeFrame}. */
export interface EncodeFrameOptions extends EncodeMessageOptions {
  /** Signs the message. @default none */
  readonly signer?: Signer | undefined;
}

let shared: MessageEncoder | undefined;

/**
 * Encodes a message as a frame: separators, header and message.
 *
 * @returns bytes of its own
 * @throws HekaError `INVALID_MESSAGE` where a member is not what {@link HekaMessage} says
 * @throws HekaError `MESSAGE_TOO_LARGE` above `maxMessageBytes`
 * @throws HekaError `HEADER_TOO_LARGE` where the signer's name is too long for a header of 255 bytes
 */
export function encodeFrame(message: HekaMessage, options: EncodeFrameOptions = {}): Uint8Array {
  shared ??= new MessageEncoder({ headroom: FRAMING_BYTES + MAX_HEADER_BYTES });
  const { signer } = options;
  writeMessage(shared, message, options);
  const { buffer, start, end, length } = shared;
  signer?.assertFits(length);
  signer?.writeTo(buffer, start - 1 - signer.headerBytes, buffer.subarray(start, end));
  const frameAt = writeFrameHeader(buffer, start, length, signer?.headerBytes ?? 0);
  return new Uint8Array(buffer.subarray(frameAt, end));
}
