/**
 * The hot path: one message, one pass, into a buffer that is used again.
 *
 * Rules of the bytes, from the strictest receiver (lua_sandbox) and from Heka's Go encoder:
 * - uuid and timestamp come first, then the headers in the order of their tags, then the fields;
 * - a header that was set is written, be it empty or zero;
 * - in a field: name, value_type (always), representation (where there is one), then the values;
 * - integers, doubles and booleans are packed in one run; an empty run is never written;
 * - varints are the shortest possible; a negative int32 takes 10 bytes.
 */

import { writeUuidToView } from '../message/uuid.ts';
import { type FieldPrefix, FieldPrefixes } from './field-prefixes.ts';
import { KnownTexts } from './known-texts.ts';
import { MessageBuffer } from './message-buffer.ts';
import {
  TAG_ENV_VERSION,
  TAG_FIELDS,
  TAG_HOSTNAME,
  TAG_LOGGER,
  TAG_PAYLOAD,
  TAG_PID,
  TAG_SEVERITY,
  TAG_TIMESTAMP,
  TAG_TYPE,
  TAG_UUID,
  TAG_VALUE_BYTES,
  TAG_VALUE_STRING,
  VALUE_BOOL,
  VALUE_BYTES,
  VALUE_DOUBLE,
  VALUE_INTEGER,
  VALUE_STRING,
} from './tags.ts';
import { SHORT_TEXT, textCapacity, writeShortAscii, writeText } from './text.ts';
import { writeTimestamp } from './timestamp-varint.ts';
import {
  MAX_VARINT_BYTES,
  varintSize,
  writeVarint,
  writeVarintBigint,
  writeVarintInteger,
} from './varint.ts';

export type { MessageEncoderOptions } from './message-buffer.ts';

/** The largest length whose varint is one byte. */
const ONE_BYTE = 0x7f;

/** The largest integer whose varint has three bytes. */
const MAX_THREE_BYTES = 0x1f_ffff;

/** With a prefix of this length, a field with one number or boolean is at most 127 bytes long. */
const SHORT_PREFIX = ONE_BYTE - 1 - MAX_VARINT_BYTES;

/**
 * Encodes one message at a time. Calls come in the order of the tags: `begin`, each header at most once, then
 * fields. Only room is checked here; values are checked by the callers.
 */
export class MessageEncoder extends MessageBuffer {
  // The field that is being written, and the run of packed values in it.
  #fieldAt = 0;
  #contentAt = 0;
  #runAt = 0;
  #valuesAt = 0;
  readonly #prefixes = new FieldPrefixes();
  readonly #payloads = new KnownTexts();

  /**
   * Starts a message: uuid and timestamp, which is `timestampMs * 1e6 + subMsNs`.
   *
   * @param timestampMs whole milliseconds since 1970
   * @param subMsNs 0 to 999,999
   * @param uuid holds 16 bytes at `uuidOffset`; a random one by default
   */
  begin(timestampMs: number, subMsNs: number, uuid?: Uint8Array, uuidOffset = 0): void {
    const at = this.#beginUuid(uuid, uuidOffset);
    this.end = writeTimestamp(this.view, at, timestampMs, subMsNs);
  }

  /**
   * Starts a message with any signed 64-bit timestamp, in nanoseconds since 1970.
   *
   * @param uuid 16 bytes; a random one by default
   */
  beginBig(timestampNs: bigint, uuid?: Uint8Array): void {
    const at = this.#beginUuid(uuid, 0);
    this.end = writeVarintBigint(this.buffer, at, timestampNs);
  }

  /** Writes the uuid and the tag of the timestamp; returns where that goes. */
  #beginUuid(uuid: Uint8Array | undefined, uuidOffset: number): number {
    this.clear();
    const view = this.view;
    const at = this.start;
    view.setUint8(at, TAG_UUID);
    view.setUint8(at + 1, 16);
    if (uuid === undefined) {
      writeUuidToView(view, at + 2);
    } else {
      for (let index = 0; index < 16; index++) view.setUint8(at + 2 + index, uuid[uuidOffset + index] ?? 0);
    }
    view.setUint8(at + 18, TAG_TIMESTAMP);
    return at + 19;
  }

  /** Writes the header `type`. */
  type(text: string): void {
    this.taggedText(TAG_TYPE, text);
  }

  /** Writes the header `logger`. */
  logger(text: string): void {
    this.taggedText(TAG_LOGGER, text);
  }

  /** Writes the header `severity`, a signed 32-bit integer. */
  severity(number: number): void {
    this.taggedInteger(TAG_SEVERITY, number);
  }

  /** Writes the header `payload`. */
  payload(text: string): void {
    const known = this.#payloads.find(text);
    if (known !== undefined) return this.copy(known);
    const at = this.end;
    this.taggedText(TAG_PAYLOAD, text);
    const textAt = at + 2;
    if (this.end - textAt <= ONE_BYTE) this.#payloads.missed(this.buffer, at, textAt, this.end);
  }

  /** Writes the header `env_version`. */
  envVersion(text: string): void {
    this.taggedText(TAG_ENV_VERSION, text);
  }

  /** Writes the header `pid`, a signed 32-bit integer. */
  pid(number: number): void {
    this.taggedInteger(TAG_PID, number);
  }

  /** Writes the header `hostname`. */
  hostname(text: string): void {
    this.taggedText(TAG_HOSTNAME, text);
  }

  /** Writes a field with one text. */
  stringField(name: string, value: string, representation?: string): void {
    this.prefixedString(this.#prefixes.find(name, VALUE_STRING, representation), value);
  }

  /** Writes a field with one text, by a prefix that was made for texts. */
  prefixedString(prefix: FieldPrefix, value: string): void {
    const known = prefix.texts.find(value);
    if (known === undefined) this.#newStringField(prefix, value);
    else this.copy(known);
  }

  #newStringField(prefix: FieldPrefix, value: string): void {
    const length = value.length;
    const size = prefix.length + 1 + length;
    if (length > SHORT_TEXT || size > ONE_BYTE) return this.#longStringField(prefix, value);
    // The bet: short text is ASCII. Where it is lost, the long way writes over it.
    if (this.end + size > this.capacity) this.grow(size);
    const view = this.view;
    const at = this.end;
    const textAt = at + 2 + size - length;
    prefix.copyTo(view, at + 2);
    if (!writeShortAscii(view, textAt, value)) return this.#longStringField(prefix, value);
    view.setUint8(at, TAG_FIELDS);
    view.setUint8(at + 1, size);
    view.setUint8(textAt - 1, length);
    this.end = textAt + length;
    prefix.texts.missed(this.buffer, at, textAt, this.end);
  }

  #longStringField(prefix: FieldPrefix, value: string): void {
    const length = value.length;
    this.reserve(prefix.length + textCapacity(value));
    const size = prefix.length + varintSize(length) + length;
    const at = this.end;
    const contentAt = at + 1 + varintSize(size);
    const lengthAt = contentAt + prefix.length;
    const textAt = contentAt + size - length;
    const buffer = this.buffer;
    buffer[at] = TAG_FIELDS;
    prefix.copyTo(this.view, contentAt);
    const written = writeText(buffer, textAt, value);
    this.end = textAt + written;
    // The bet: a byte for each character. Where it is lost, the lengths may be wider than was left for them.
    if (written === length) {
      writeVarint(buffer, at + 1, size);
      writeVarint(buffer, lengthAt, length);
    } else {
      this.writeLength(lengthAt, textAt);
      this.writeLength(at + 1, contentAt);
    }
    const { end } = this;
    if (end - at - 2 <= ONE_BYTE) prefix.texts.missed(buffer, at, end - written, end);
  }

  /** Writes a field with one byte string. */
  bytesField(name: string, value: Uint8Array, representation?: string): void {
    const prefix = this.#prefixes.find(name, VALUE_BYTES, representation);
    this.#openField(prefix, prefix.length + varintSize(value.length) + value.length);
    this.bytes(value);
    this.#closeField();
  }

  /** Writes a field with one safe integer. */
  integerField(name: string, value: number, representation?: string): void {
    this.prefixedInteger(this.#prefixes.find(name, VALUE_INTEGER, representation), value);
  }

  /** Writes a field with one safe integer, by a prefix that was made for integers. */
  prefixedInteger(prefix: FieldPrefix, value: number): void {
    if (prefix.length > SHORT_PREFIX) return this.integersField(prefix.name, [value], prefix.representation);
    const runAt = this.#openSmallField(prefix);
    const view = this.view;
    // The usual numbers in one piece: their length, 1 to 3, and the groups of 7 bits behind it.
    if (value < 0 || value > MAX_THREE_BYTES) {
      this.#closeSmallField(runAt, writeVarintInteger(this.buffer, runAt + 1, value));
    } else if (value < 0x80) {
      view.setInt16(runAt, (value << 8) | 1, true);
      this.#finishSmallField(runAt + 2);
    } else if (value < 0x4000) {
      view.setInt32(runAt, ((value & 0x3f80) << 9) | ((value & 0x7f) << 8) | 0x8002, true);
      this.#finishSmallField(runAt + 3);
    } else {
      view.setInt32(
        runAt,
        ((value & 0x1f_c000) << 10) | ((value & 0x3f80) << 9) | ((value & 0x7f) << 8) | 0x80_8003,
        true,
      );
      this.#finishSmallField(runAt + 4);
    }
  }

  /** Writes a field with one integer from -2^63 to 2^63 - 1. */
  bigintField(name: string, value: bigint, representation?: string): void {
    const prefix = this.#prefixes.find(name, VALUE_INTEGER, representation);
    if (prefix.length > SHORT_PREFIX) return this.integersField(name, [value], representation);
    const runAt = this.#openSmallField(prefix);
    this.#closeSmallField(runAt, writeVarintBigint(this.buffer, runAt + 1, value));
  }

  /** Writes a field with one double. */
  doubleField(name: string, value: number, representation?: string): void {
    this.prefixedDouble(this.#prefixes.find(name, VALUE_DOUBLE, representation), value);
  }

  /** Writes a field with one double, by a prefix that was made for doubles. */
  prefixedDouble(prefix: FieldPrefix, value: number): void {
    if (prefix.length > SHORT_PREFIX) return this.doublesField(prefix.name, [value], prefix.representation);
    const runAt = this.#openSmallField(prefix);
    this.view.setFloat64(runAt + 1, value, true);
    this.#closeSmallField(runAt, runAt + 9);
  }

  /** Writes a field with one boolean. */
  boolField(name: string, value: boolean, representation?: string): void {
    this.prefixedBool(this.#prefixes.find(name, VALUE_BOOL, representation), value);
  }

  /** Writes a field with one boolean, by a prefix that was made for booleans. */
  prefixedBool(prefix: FieldPrefix, value: boolean): void {
    if (prefix.length > SHORT_PREFIX) return this.boolsField(prefix.name, [value], prefix.representation);
    const runAt = this.#openSmallField(prefix);
    this.view.setUint8(runAt + 1, value ? 1 : 0);
    this.#closeSmallField(runAt, runAt + 2);
  }

  /** Writes a field as far as its only value, a run of at most 11 bytes; returns where that goes. */
  #openSmallField(prefix: FieldPrefix): number {
    const { length } = prefix;
    if (this.end + length > this.capacity) this.grow(length);
    const at = this.end;
    this.view.setUint8(at, TAG_FIELDS);
    prefix.copyTo(this.view, at + 2);
    return at + 2 + length;
  }

  /** Writes the lengths of a small field and of its run. */
  #closeSmallField(runAt: number, end: number): void {
    this.view.setUint8(runAt, end - runAt - 1);
    this.#finishSmallField(end);
  }

  /** Writes the length of a small field. */
  #finishSmallField(end: number): void {
    this.view.setUint8(this.end + 1, end - this.end - 2);
    this.end = end;
  }

  /** Writes a field with any number of texts. */
  stringsField(name: string, values: readonly string[], representation?: string): void {
    this.#openUntagged(name, VALUE_STRING, representation);
    for (const value of values) this.taggedText(TAG_VALUE_STRING, value);
    this.#closeField();
  }

  /** Writes a field with any number of byte strings. */
  bytesesField(name: string, values: readonly Uint8Array[], representation?: string): void {
    this.#openUntagged(name, VALUE_BYTES, representation);
    for (const value of values) {
      this.reserve(1);
      this.view.setUint8(this.end++, TAG_VALUE_BYTES);
      this.bytes(value);
    }
    this.#closeField();
  }

  /** Writes a field with any number of integers: safe ones, or bigints from -2^63 to 2^63 - 1. */
  integersField(name: string, values: readonly (number | bigint)[], representation?: string): void {
    if (values.length === 0) return this.#emptyField(name, VALUE_INTEGER, representation);
    this.#openRun(name, VALUE_INTEGER, representation, values.length * 10);
    for (const value of values) {
      this.end =
        typeof value === 'bigint'
          ? writeVarintBigint(this.buffer, this.end, value)
          : writeVarintInteger(this.buffer, this.end, value);
    }
    this.#closeRun();
  }

  /** Writes a field with any number of doubles. */
  doublesField(name: string, values: readonly number[], representation?: string): void {
    if (values.length === 0) return this.#emptyField(name, VALUE_DOUBLE, representation);
    this.#openRun(name, VALUE_DOUBLE, representation, values.length * 8);
    for (const value of values) this.#double(value);
    this.#closeRun();
  }

  /** Writes a field with any number of booleans. */
  boolsField(name: string, values: readonly boolean[], representation?: string): void {
    if (values.length === 0) return this.#emptyField(name, VALUE_BOOL, representation);
    this.#openRun(name, VALUE_BOOL, representation, values.length);
    for (const value of values) this.view.setUint8(this.end++, value ? 1 : 0);
    this.#closeRun();
  }

  #double(value: number): void {
    this.view.setFloat64(this.end, value, true);
    this.end += 8;
  }

  /** Writes a field as far as its values. */
  #openField(prefix: FieldPrefix, expectedSize: number): void {
    this.reserve(expectedSize);
    this.#fieldAt = this.end;
    this.#contentAt = this.end + 1 + varintSize(expectedSize);
    this.view.setUint8(this.#fieldAt, TAG_FIELDS);
    prefix.copyTo(this.view, this.#contentAt);
    this.end = this.#contentAt + prefix.length;
  }

  /** Writes the length of the open field. */
  #closeField(): void {
    this.writeLength(this.#fieldAt + 1, this.#contentAt);
  }

  /** Writes a field as far as its packed values; room for these is reserved. */
  #openRun(name: string, valueType: number, representation: string | undefined, bytes: number): void {
    const prefix = this.#prefixes.find(name, valueType, representation);
    this.#openField(prefix, prefix.length + varintSize(bytes) + bytes);
    this.#runAt = this.end;
    this.#valuesAt = this.end + varintSize(bytes);
    this.end = this.#valuesAt;
  }

  /** Writes the lengths of the open run and of its field. */
  #closeRun(): void {
    this.writeLength(this.#runAt, this.#valuesAt);
    this.#closeField();
  }

  /** Opens a field without the tag of its first value. */
  #openUntagged(name: string, valueType: number, representation: string | undefined): void {
    const prefix = this.#prefixes.find(name, valueType, representation);
    this.#openField(prefix, prefix.length);
    this.end--;
  }

  #emptyField(name: string, valueType: number, representation: string | undefined): void {
    this.#openUntagged(name, valueType, representation);
    this.#closeField();
  }
}
