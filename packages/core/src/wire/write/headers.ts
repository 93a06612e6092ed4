import { UUID_BYTES, writeUuid } from '../../message/uuid.ts';
import type { MessageEncoder } from '../message-encoder.ts';
import { TAG_TIMESTAMP, TAG_UUID } from '../tags.ts';
import { SHORT_TEXT, textCapacity, writeShortAscii, writeText } from '../text.ts';
import { writeTimestamp } from '../timestamp-varint.ts';
import { varintSize, writeVarintBigint, writeVarintInteger } from '../varint.ts';
import { writeLength } from './length.ts';
import type { WordBytes } from './word-bytes.ts';

/**
 * Starts a message with a random uuid and the timestamp `timestampMs * 1e6 + subMsNs`.
 *
 * @param timestampMs whole milliseconds since 1970
 * @param subMsNs 0 to 999,999
 * @returns where the next header goes
 */
export function beginMessage(encoder: MessageEncoder, timestampMs: number, subMsNs: number): number {
  const at = encoder.begin();
  const { view } = encoder;
  view.setUint8(at, TAG_UUID);
  view.setUint8(at + 1, UUID_BYTES);
  writeUuid(view, at + 2);
  view.setUint8(at + 2 + UUID_BYTES, TAG_TIMESTAMP);
  return writeTimestamp(view, at + 3 + UUID_BYTES, timestampMs, subMsNs);
}

/**
 * Starts a message with a given uuid and any signed 64-bit timestamp.
 *
 * @param uuid 16 bytes
 * @param timestampNs nanoseconds since 1970
 * @returns where the next header goes
 */
export function beginKnownMessage(encoder: MessageEncoder, uuid: Uint8Array, timestampNs: bigint): number {
  const at = encoder.begin();
  const { buffer } = encoder;
  buffer[at] = TAG_UUID;
  buffer[at + 1] = UUID_BYTES;
  buffer.set(uuid, at + 2);
  buffer[at + 2 + UUID_BYTES] = TAG_TIMESTAMP;
  return writeVarintBigint(buffer, at + 3 + UUID_BYTES, timestampNs);
}

/** Writes a header that is a text, or one text of a field. */
export function writeTaggedText(encoder: MessageEncoder, at: number, tag: number, text: string): number {
  const { length } = text;
  const capacity = textCapacity(text);
  if (at + capacity > encoder.capacity) encoder.grow(at, capacity);
  const { view } = encoder;
  view.setUint8(at, tag);
  if (length <= SHORT_TEXT && writeShortAscii(view, at + 2, text)) {
    view.setUint8(at + 1, length);
    return at + 2 + length;
  }
  const textAt = at + 1 + varintSize(length);
  return writeLength(encoder, at + 1, textAt, textAt + writeText(encoder.buffer, textAt, text));
}

/** Writes a header that is a signed 32-bit integer. */
export function writeTaggedInteger(encoder: MessageEncoder, at: number, tag: number, value: number): number {
  encoder.reserve(at, 0);
  encoder.buffer[at] = tag;
  return writeVarintInteger(encoder.buffer, at + 1, value);
}

/** Copies headers or fields that were encoded before. */
export function writeEncoded(encoder: MessageEncoder, at: number, bytes: WordBytes): number {
  const { length } = bytes;
  if (at + length > encoder.capacity) encoder.grow(at, length);
  bytes.copyTo(encoder.view, at);
  return at + length;
}
