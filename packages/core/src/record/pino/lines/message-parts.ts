import { EncodedReader } from '../../../wire/encoded-reader.ts';
import type { MessageEncoder } from '../../../wire/message-encoder.ts';
import {
  TAG_FIELDS,
  TAG_LOGGER,
  TAG_PAYLOAD,
  TAG_SEVERITY,
  TAG_TIMESTAMP,
  TAG_TYPE,
  TAG_UUID,
} from '../../../wire/tags.ts';

/** The parts of an encoded message, as bytes of their own. */
export interface MessageParts {
  /** The timestamp as a varint. */
  readonly timestamp: Buffer;
  /** Headers, with tag and length; empty if the message has none. */
  readonly type: Buffer;
  readonly logger: Buffer;
  readonly severity: Buffer;
  /** Everything behind the payload: env_version, pid, hostname, fields. */
  readonly tail: Buffer;
}

/** Takes the message in an encoder apart. */
export function messageParts(encoder: MessageEncoder): MessageParts {
  const bytes = Buffer.from(encoder.buffer.subarray(encoder.start, encoder.end));
  let at = 0;
  const take = (tag: number): Buffer => {
    const start = at;
    if (bytes[at] !== tag) return bytes.subarray(at, at);
    const end = varintEnd(bytes, at + 1);
    const isText = (tag & 7) === 2;
    at = isText ? end + varintAt(bytes, at + 1) : end;
    return bytes.subarray(start, at);
  };
  take(TAG_UUID);
  const timestamp = take(TAG_TIMESTAMP).subarray(1);
  const type = take(TAG_TYPE);
  const logger = take(TAG_LOGGER);
  const severity = take(TAG_SEVERITY);
  take(TAG_PAYLOAD);
  return { timestamp, type, logger, severity, tail: bytes.subarray(at) };
}

/**
 * The names of the fields of the message in an encoder. A decoder would give them too, but most processes that log need none,
 * and the first line need not wait until one is loaded.
 */
export function fieldNames({ buffer, start, end }: MessageEncoder): string[] {
  const names: string[] = [];
  const parts = new EncodedReader(buffer, start, end);
  while (parts.next()) {
    if (parts.tag !== TAG_FIELDS) continue;
    // The name is the first member of a field.
    const field = new EncodedReader(buffer, parts.valueAt, parts.at);
    field.next();
    names.push(buffer.toString('utf8', field.valueAt, field.at));
  }
  return names;
}

function varintEnd(bytes: Buffer, at: number): number {
  let end = at;
  while ((bytes[end] ?? 0) > 0x7f) end++;
  return end + 1;
}

/** The value of a varint of at most 28 bits. */
function varintAt(bytes: Buffer, at: number): number {
  let value = 0;
  for (let index = at, shift = 0; index < varintEnd(bytes, at); index++, shift += 7) {
    value |= ((bytes[index] ?? 0) & 0x7f) << shift;
  }
  return value;
}
