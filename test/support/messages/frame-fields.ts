import { decodeMessage, type HekaMessage } from 'heka-core';

/** The message in a frame given in hexadecimal: `1e`, length of the header, header, `1f`, message. */
export function messageOf(frame: string): HekaMessage {
  const bytes = Buffer.from(frame, 'hex');
  return decodeMessage(bytes.subarray(3 + bytes.readUInt8(1)));
}
