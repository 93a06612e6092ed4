import {
  TAG_HMAC,
  TAG_HMAC_HASH_FUNCTION,
  TAG_HMAC_KEY_VERSION,
  TAG_HMAC_SIGNER,
  TAG_MESSAGE_LENGTH,
} from '../tags.ts';
import { contentStart, delimitedEnd, longTagEnd, skipMember, varintEnd, varintOf } from './check-parts.ts';
import { MessageReader } from './message-reader.ts';

/** A frame's header (`Header` in message.proto). */
export interface Header {
  readonly messageLength: number;
  /** 0 MD5, 1 SHA1. */
  readonly hashFunction: number;
  readonly signer: string;
  readonly keyVersion: number;
  /** Undefined in an unsigned frame. */
  readonly hmac: Uint8Array | undefined;
}

const reader = new MessageReader();

/**
 * The message length in the header of a frame without a signature: one key, one number and nothing else, as it stands in
 * nearly every frame.
 *
 * @returns -1 for any other header
 */
export function plainMessageLength(bytes: Uint8Array, start: number, end: number): number {
  if (bytes[start] !== TAG_MESSAGE_LENGTH || end - start > 5 || end - start < 2) return -1;
  let value = 0;
  for (let at = start + 1, shift = 0; at < end; at++, shift += 7) {
    const byte = bytes[at] as number;
    value |= (byte & 0x7f) << shift;
    if (byte < 0x80) return at + 1 === end ? value : -1;
  }
  return -1;
}

/** Reads a header; undefined if the bytes are none. It is taken or refused as protobufjs's static code does it. */
export function readHeader(buffer: Buffer, start: number, end: number): Header | undefined {
  let messageLength: number | undefined;
  let hashFunction = 0;
  let signer = '';
  let keyVersion = 0;
  let hmac: Uint8Array | undefined;
  reader.load(buffer, start);
  while (reader.at < end) {
    const tagEnd = longTagEnd(buffer, reader.at, end);
    if (tagEnd < 0) return undefined;
    const tag = varintOf(buffer, reader.at);
    if (memberEnd(buffer, tag, reader.at, end) < 0) return undefined;
    reader.at = tagEnd;
    switch (tag) {
      case TAG_MESSAGE_LENGTH:
        messageLength = reader.int32() >>> 0;
        break;
      case TAG_HMAC_HASH_FUNCTION: {
        const value = reader.int32();
        if (value === 0 || value === 1) hashFunction = value;
        break;
      }
      case TAG_HMAC_SIGNER:
        signer = reader.text();
        break;
      case TAG_HMAC_KEY_VERSION:
        keyVersion = reader.int32() >>> 0;
        break;
      case TAG_HMAC:
        hmac = reader.bytes();
        break;
      default:
        reader.skipValue(tag);
    }
  }
  return messageLength === undefined ? undefined : { messageLength, hashFunction, signer, keyVersion, hmac };
}

/** Offset behind the member whose tag stands at `tagAt`; a fault is negative. */
function memberEnd(bytes: Uint8Array, tag: number, tagAt: number, end: number): number {
  const at = contentStart(bytes, tagAt);
  switch (tag) {
    case TAG_MESSAGE_LENGTH:
    case TAG_HMAC_HASH_FUNCTION:
    case TAG_HMAC_KEY_VERSION:
      return varintEnd(bytes, at, end);
    case TAG_HMAC_SIGNER:
    case TAG_HMAC:
      return delimitedEnd(bytes, at, end);
    default:
      return skipMember(bytes, tagAt, end, 0);
  }
}
