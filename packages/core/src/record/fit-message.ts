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
 * A field `truncated` says so. All of it is done on the encoded bytes: nothing of what has to go is ever decoded.
 */

import { EncodedReader } from '../wire/encoded-reader.ts';
import type { MessageEncoder } from '../wire/message-encoder.ts';
import { TAG_FIELDS, TAG_PAYLOAD, VALUE_BOOL, VALUE_BYTES, VALUE_STRING } from '../wire/tags.ts';
import { varintSize, writeVarint } from '../wire/varint.ts';
import { FieldStart } from '../wire/write/field-start.ts';
import { writeBool } from '../wire/write/number-fields.ts';
import { FittedField, wholeCharacters } from './fitted-field.ts';
import type { RecordOutcome } from './record-encoder.ts';
import type { MappingOptions } from './value/mapping-options.ts';

/** The field that says that something was cut has this name, or one that begins with it. */
const MARKER = 'truncated';

/** A payload this short says more than the end of any field. */
const PAYLOAD_FLOOR_BYTES = 1024;

/**
 * Cuts the message in an encoder, or has it dropped.
 *
 * @param outcome receives what was done
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
  if (!outcome.truncated) addMarker(encoder);
  outcome.truncated = true;
  const message = new FittedMessage(encoder);
  message.fit(options.maxMessageBytes);
  message.write(encoder);
  if (encoder.length > options.maxMessageBytes) outcome.drop = 'oversize';
}

/** Adds the field `truncated`, under a name that no field has. */
function addMarker(encoder: MessageEncoder): void {
  const alike = new FittedMessage(encoder).fields.filter((field) => field.hasName(MARKER));
  const names = new Set(alike.map((field) => field.name));
  let name = MARKER;
  while (names.has(name)) name += '_';
  encoder.end = writeBool(encoder, encoder.end, new FieldStart(name), true);
}

/** A message that is being cut. */
class FittedMessage {
  fields: readonly FittedField[];
  readonly #bytes: Buffer;
  /** The headers before the payload end here, those behind it start there. */
  #payloadAt = 0;
  #tailAt = 0;
  #fieldsAt: number;
  /** The text of the payload. */
  #textAt = 0;
  #textBytes = 0;
  #hasPayload = false;

  constructor({ buffer, start, end }: MessageEncoder) {
    this.#bytes = Buffer.from(buffer.subarray(start, end));
    this.#fieldsAt = this.#bytes.length;
    const fields: FittedField[] = [];
    const reader = new EncodedReader(this.#bytes, 0, this.#bytes.length);
    while (reader.next()) {
      if (reader.tag === TAG_PAYLOAD) {
        this.#hasPayload = true;
        this.#payloadAt = reader.partAt;
        this.#textAt = reader.valueAt;
        this.#textBytes = reader.at - reader.valueAt;
        this.#tailAt = reader.at;
      } else if (reader.tag === TAG_FIELDS) {
        this.#fieldsAt = Math.min(this.#fieldsAt, reader.partAt);
        fields.push(new FittedField(this.#bytes, reader));
      }
    }
    this.fields = fields;
  }

  get size(): number {
    let bytes = this.#payloadAt + this.#fieldsAt - this.#tailAt;
    if (this.#hasPayload) bytes += 1 + varintSize(this.#textBytes) + this.#textBytes;
    for (const field of this.fields) bytes += field.size;
    return bytes;
  }

  /** Cuts step by step until the message has at most that many bytes, or nothing is left to cut. */
  fit(maxBytes: number): void {
    const steps = [
      (excess: number) => this.#cutPayload(excess, PAYLOAD_FLOOR_BYTES),
      (excess: number) => this.#cutValues(excess, VALUE_STRING),
      (excess: number) => this.#cutValues(excess, VALUE_BYTES),
      (excess: number) => this.#dropFields(excess),
      (excess: number) => this.#cutPayload(excess, 0),
    ];
    for (const step of steps) {
      const excess = this.size - maxBytes;
      if (excess <= 0) return;
      step(excess);
    }
  }

  #cutPayload(excess: number, floor: number): void {
    const bytes = this.#textBytes;
    const left = Math.max(bytes - excess, Math.min(bytes, floor));
    if (left < bytes) this.#textBytes = wholeCharacters(this.#bytes, this.#textAt, left);
  }

  #cutValues(excess: number, type: number): void {
    const fields = this.fields.filter((field) => field.type === type);
    const length = commonLength(
      fields.flatMap((field) => field.lengths),
      excess,
    );
    for (const field of fields) field.cut(length);
  }

  /** Drops the largest fields; of equal ones the last. The marker at the end and the first field, `level`, stay. */
  #dropFields(excess: number): void {
    const { fields } = this;
    const marker = fields.findLast((field) => field.type === VALUE_BOOL && field.hasName(MARKER));
    const candidates = fields
      .map((field, index) => ({ field, index, size: field.size }))
      .filter(({ field }) => field !== marker && !(field.hasName('level') && field.name === 'level'))
      .toSorted((one, other) => other.size - one.size || other.index - one.index);
    const dropped = new Set<FittedField>();
    let freed = 0;
    for (const { field, size } of candidates) {
      if (freed >= excess) break;
      freed += size;
      dropped.add(field);
    }
    this.fields = fields.filter((field) => !dropped.has(field));
  }

  write(encoder: MessageEncoder): void {
    const bytes = this.#bytes;
    const start = encoder.begin();
    encoder.reserve(start, this.#fieldsAt);
    const { buffer } = encoder;
    let at = start + bytes.copy(buffer, start, 0, this.#payloadAt);
    if (this.#hasPayload) {
      buffer[at] = TAG_PAYLOAD;
      at = writeVarint(buffer, at + 1, this.#textBytes);
      at += bytes.copy(buffer, at, this.#textAt, this.#textAt + this.#textBytes);
    }
    at += bytes.copy(buffer, at, this.#tailAt, this.#fieldsAt);
    for (const field of this.fields) at = field.write(encoder, at);
    encoder.end = at;
  }
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
