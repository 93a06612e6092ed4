/**
 * Makes a message fit that is larger than a receiver takes. Receivers search on inside a message that is too large,
 * and deliver what looks like a frame in there; so such a message is never sent.
 *
 * What is cut, in this order, until it fits, always between two characters:
 * 1. the payload, but not below 1,024 bytes;
 * 2. the longest texts of fields, all to one length;
 * 3. the longest byte values of fields, likewise;
 * 4. the largest fields go, `level` last;
 * 5. the rest of the payload.
 *
 * A field `truncated` tells.
 */

import type { Field, HekaMessage } from '../message/heka-message.ts';
import { decodeMessage } from '../wire/decode-message.ts';
import { writeMessage } from '../wire/encode-message.ts';
import { MessageEncoder } from '../wire/message-encoder.ts';
import type { RecordOutcome } from './record-encoder.ts';
import type { MappingOptions } from './value/mapping-options.ts';

/** A payload this short says more than the end of any field. */
const PAYLOAD_FLOOR_BYTES = 1024;

type Step = (message: HekaMessage, excess: number) => HekaMessage;

const STEPS: readonly Step[] = [
  (message, excess) => cutPayload(message, excess, PAYLOAD_FLOOR_BYTES),
  cutTexts,
  cutBytes,
  dropFields,
  (message, excess) => cutPayload(message, excess, 0),
];

/**
 * Cuts the message in an encoder, or has it dropped.
 *
 * @param outcome is told what was done
 */
export function fitMessage(
  encoder: MessageEncoder,
  options: Pick<MappingOptions, 'maxMessageBytes' | 'oversize'>,
  outcome: RecordOutcome,
): void {
  if (options.oversize === 'drop') {
    outcome.drop = 'oversize';
    return;
  }
  const whole = decodeMessage(Uint8Array.prototype.slice.call(encoder.buffer, encoder.start, encoder.end));
  let message = outcome.truncated ? whole : withTruncated(whole);
  outcome.truncated = true;
  write(encoder, message);
  for (const step of STEPS) {
    if (encoder.length <= options.maxMessageBytes) return;
    message = step(message, encoder.length - options.maxMessageBytes);
    write(encoder, message);
  }
  if (encoder.length > options.maxMessageBytes) outcome.drop = 'oversize';
}

function write(encoder: MessageEncoder, message: HekaMessage): void {
  writeMessage(encoder, message, { maxMessageBytes: Number.POSITIVE_INFINITY });
}

function withTruncated(message: HekaMessage): HekaMessage {
  const names = new Set(message.fields.map((field) => field.name));
  let name = 'truncated';
  while (names.has(name)) name += '_';
  return { ...message, fields: [...message.fields, { name, type: 'bool', values: [true] }] };
}

function cutPayload(message: HekaMessage, excess: number, floor: number): HekaMessage {
  if (message.payload === undefined) return message;
  const bytes = Buffer.byteLength(message.payload);
  const payload = cutText(message.payload, Math.max(bytes - excess, Math.min(bytes, floor)));
  return { ...message, payload };
}

function cutTexts(message: HekaMessage, excess: number): HekaMessage {
  const sizes = message.fields.flatMap((field) =>
    field.type === 'string' ? field.values.map((value) => Buffer.byteLength(value)) : [],
  );
  const length = commonLength(sizes, excess);
  const fields = message.fields.map(
    (field): Field =>
      field.type === 'string'
        ? { ...field, values: field.values.map((value) => cutText(value, length)) }
        : field,
  );
  return { ...message, fields };
}

function cutBytes(message: HekaMessage, excess: number): HekaMessage {
  const sizes = message.fields.flatMap((field) =>
    field.type === 'bytes' ? field.values.map((value) => value.length) : [],
  );
  const length = commonLength(sizes, excess);
  const fields = message.fields.map(
    (field): Field =>
      field.type === 'bytes'
        ? { ...field, values: field.values.map((value) => value.subarray(0, length)) }
        : field,
  );
  return { ...message, fields };
}

/** The length to which the longest values are cut so that together they lose at least `excess`. */
function commonLength(sizes: readonly number[], excess: number): number {
  const descending = sizes.toSorted((one, other) => other - one);
  let sum = 0;
  for (const [index, size] of descending.entries()) {
    sum += size;
    const next = descending[index + 1] ?? 0;
    // All values up to this one, cut to the next one's length, lose enough.
    if (sum - next * (index + 1) >= excess) return Math.floor((sum - excess) / (index + 1));
  }
  return 0;
}

/** The longest beginning of a text that has at most so many bytes of UTF-8 and ends between two characters. */
function cutText(text: string, bytes: number): string {
  if (text.length * 3 <= bytes) return text;
  const encoded = Buffer.from(text);
  if (encoded.length <= bytes) return text;
  let end = bytes;
  // 10xxxxxx is the middle of a character.
  while (end > 0 && ((encoded[end] ?? 0) & 0xc0) === 0x80) end--;
  return encoded.toString('utf8', 0, end);
}

/** Drops the largest fields; of equal ones the last. The marker at the end and the first field, `level`, stay. */
function dropFields(message: HekaMessage, excess: number): HekaMessage {
  const marker = message.fields.findLastIndex(
    (field) => field.type === 'bool' && field.name.startsWith('truncated'),
  );
  const candidates = message.fields
    .map((field, index) => ({ index, size: sizeOfField(message, field) }))
    .filter(({ index }) => index !== marker && message.fields[index]?.name !== 'level')
    .toSorted((one, other) => other.size - one.size || other.index - one.index);
  const dropped = new Set<number>();
  let freed = 0;
  for (const { index, size } of candidates) {
    if (freed >= excess) break;
    freed += size;
    dropped.add(index);
  }
  return { ...message, fields: message.fields.filter((_, index) => !dropped.has(index)) };
}

const scale = new MessageEncoder({ initialBytes: 0 });

function sizeOfField(message: HekaMessage, field: Field): number {
  const bare: HekaMessage = { uuid: message.uuid, timestamp: message.timestamp, fields: [] };
  write(scale, bare);
  const without = scale.length;
  write(scale, { ...bare, fields: [field] });
  return scale.length - without;
}
