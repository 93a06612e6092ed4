/**
 * A frame:
 *
 * ```
 * 1e   <header length, 1 byte>   header   1f   message
 * ```
 *
 * The header is a protobuf message (`Header` in message.proto). lua_sandbox insists that message_length is its
 * first member; Heka's own encoder writes hmac_hash_function for SHA1 only, and signer and key_version always
 * when it signs.
 */

import { FRAMING_BYTES } from '../wire/framing-bytes.ts';
import { readHeader } from '../wire/reading/read-header.ts';
import { TAG_MESSAGE_LENGTH } from '../wire/tags.ts';
import { varintSize, writeVarint } from '../wire/varint.ts';

/** First byte of a frame. */
export const RECORD_SEPARATOR = 0x1e;
/** Byte between header and message. */
export const UNIT_SEPARATOR = 0x1f;
/** The header's length is one byte. */
export const MAX_HEADER_BYTES = 255;

/** What a receiver reads from a header. */
interface FrameHeader {
  readonly messageLength: number;
  /** Absent in an unsigned frame, whatever else the header names. */
  readonly signature?: FrameSignature;
}

/** The signature of a frame, not verified yet. */
export interface FrameSignature {
  /** What a receiver looks the key up by: `<signer>_<key version>`. */
  readonly signer: string;
  readonly hashFunction: 'sha1' | 'md5';
  readonly digest: Uint8Array;
}

/**
 * Writes separators, length and the members of a header so that they end where the message starts.
 *
 * @param buffer has room for them before `messageAt`
 * @param messageAt offset of the message
 * @param messageLength bytes of the message
 * @param signatureBytes how many bytes of the header come after message_length; they are left to the caller
 * @returns the offset of the frame's first byte
 */
export function writeFrameHeader(
  buffer: Buffer,
  messageAt: number,
  messageLength: number,
  signatureBytes: number,
): number {
  const headerLength = 1 + varintSize(messageLength) + signatureBytes;
  const frameAt = messageAt - FRAMING_BYTES - headerLength;
  buffer[frameAt] = RECORD_SEPARATOR;
  buffer[frameAt + 1] = headerLength;
  buffer[frameAt + 2] = TAG_MESSAGE_LENGTH;
  writeVarint(buffer, frameAt + 3, messageLength);
  buffer[messageAt - 1] = UNIT_SEPARATOR;
  return frameAt;
}

/**
 * Reads a header.
 *
 * An hmac that is present but empty is a signature (hekad drops such a frame). A signer without an hmac is none:
 * hekad labels the frame with that name all the same, which anybody can use to pose as a signer.
 *
 * @param buffer holds the header from `start` to `end`; what is returned does not refer to it
 * @returns undefined if there is no header
 */
export function readFrameHeader(buffer: Buffer, start: number, end: number): FrameHeader | undefined {
  const header = readHeader(buffer, start, end);
  if (header === undefined) return undefined;
  const { messageLength, hmac } = header;
  if (hmac === undefined) return { messageLength };
  const signature: FrameSignature = {
    signer: `${header.signer}_${header.keyVersion}`,
    hashFunction: header.hashFunction === 1 ? 'sha1' : 'md5',
    digest: hmac,
  };
  return { messageLength, signature };
}
