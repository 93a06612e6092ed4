import { HekaError } from '../errors.ts';
import type { HekaMessage } from '../message/heka-message.ts';
import { checkMessage } from './reading/check-message.ts';
import { faultText } from './reading/fault.ts';
import { readMessage } from './reading/read-message.ts';

/**
 * Decodes a message. Whatever order and packing protobuf allows is read, unknown members are passed over, bytes
 * that are not UTF-8 become U+FFFD, a value that does not fit its field's type is passed over as hekad does.
 *
 * @param bytes one bare message, without a frame; what is returned does not refer to them
 * @throws HekaError `MALFORMED_MESSAGE` if the bytes are not a message, or lack what Hindsight insists on: a timestamp and a
 *   uuid of 16 bytes
 */
export function decodeMessage(bytes: Uint8Array): HekaMessage {
  const fault = checkMessage(bytes, 0, bytes.length);
  if (fault !== undefined) {
    throw new HekaError('MALFORMED_MESSAGE', `the bytes are not a message: ${faultText(fault)}`);
  }
  const buffer = Buffer.isBuffer(bytes)
    ? bytes
    : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return readMessage(buffer, 0, buffer.length);
}
