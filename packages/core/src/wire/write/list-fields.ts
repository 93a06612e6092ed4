/**
 * Fields with any number of values, and those with a value that is too long for one byte of length. Each function
 * returns where the next field goes.
 */

import type { MessageEncoder } from '../message-encoder.ts';
import {
  TAG_VALUE_BOOL,
  TAG_VALUE_BYTES,
  TAG_VALUE_DOUBLE,
  TAG_VALUE_INTEGER,
  TAG_VALUE_STRING,
  VALUE_BOOL,
  VALUE_BYTES,
  VALUE_DOUBLE,
  VALUE_INTEGER,
  VALUE_STRING,
} from '../tags.ts';
import {
  MAX_VARINT_BYTES,
  varintSize,
  writeVarint,
  writeVarintBigint,
  writeVarintInteger,
} from '../varint.ts';
import type { FieldStart } from './field-start.ts';
import { writeTaggedText } from './headers.ts';
import { writeLength } from './length.ts';
import { openField, writeValueType } from './open-field.ts';

/** Writes a field with texts. */
export function writeStrings(
  encoder: MessageEncoder,
  at: number,
  start: FieldStart,
  values: readonly string[],
): number {
  const contentAt = openField(encoder, at, start, 0);
  let end = writeValueType(encoder, contentAt, start, VALUE_STRING);
  for (let index = 0; index < values.length; index++) {
    end = writeTaggedText(encoder, end, TAG_VALUE_STRING, values[index] as string);
  }
  return writeLength(encoder, at + 1, contentAt, end);
}

/** Writes a field with byte strings. */
export function writeBytesList(
  encoder: MessageEncoder,
  at: number,
  start: FieldStart,
  values: readonly Uint8Array[],
): number {
  const contentAt = openField(encoder, at, start, 0);
  let end = writeValueType(encoder, contentAt, start, VALUE_BYTES);
  for (const value of values) {
    encoder.reserve(end, value.length);
    encoder.buffer[end] = TAG_VALUE_BYTES;
    end = writeVarint(encoder.buffer, end + 1, value.length);
    encoder.buffer.set(value, end);
    end += value.length;
  }
  return writeLength(encoder, at + 1, contentAt, end);
}

/** Writes a field with integers: safe ones, or bigints from -2^63 to 2^63 - 1. */
export function writeIntegers(
  encoder: MessageEncoder,
  at: number,
  start: FieldStart,
  values: readonly (number | bigint)[],
): number {
  // Small ones most often: the guess is a byte for each.
  const contentAt = openField(encoder, at, start, runBytes(values.length));
  const tagAt = writeValueType(encoder, contentAt, start, VALUE_INTEGER);
  if (values.length === 0) return writeLength(encoder, at + 1, contentAt, tagAt);
  encoder.buffer[tagAt] = TAG_VALUE_INTEGER;
  const runAt = tagAt + 1;
  const valuesAt = runAt + varintSize(values.length);
  encoder.reserve(valuesAt, values.length * MAX_VARINT_BYTES);
  const { buffer } = encoder;
  let end = valuesAt;
  for (let index = 0; index < values.length; index++) {
    const value = values[index] as number | bigint;
    if (typeof value === 'bigint') end = writeVarintBigint(buffer, end, value);
    else if (value >= 0 && value < 0x80) buffer[end++] = value;
    else end = writeVarintInteger(buffer, end, value);
  }
  return writeLength(encoder, at + 1, contentAt, writeLength(encoder, runAt, valuesAt, end));
}

/** Writes a field with doubles. */
export function writeDoubles(
  encoder: MessageEncoder,
  at: number,
  start: FieldStart,
  values: readonly number[],
): number {
  const bytes = values.length * 8;
  const contentAt = openField(encoder, at, start, runBytes(bytes));
  const tagAt = writeValueType(encoder, contentAt, start, VALUE_DOUBLE);
  if (values.length === 0) return writeLength(encoder, at + 1, contentAt, tagAt);
  encoder.buffer[tagAt] = TAG_VALUE_DOUBLE;
  let end = writeVarint(encoder.buffer, tagAt + 1, bytes);
  for (let index = 0; index < values.length; index++, end += 8) {
    encoder.view.setFloat64(end, values[index] as number, true);
  }
  return writeLength(encoder, at + 1, contentAt, end);
}

/** Writes a field with booleans. */
export function writeBools(
  encoder: MessageEncoder,
  at: number,
  start: FieldStart,
  values: readonly boolean[],
): number {
  const contentAt = openField(encoder, at, start, runBytes(values.length));
  const tagAt = writeValueType(encoder, contentAt, start, VALUE_BOOL);
  if (values.length === 0) return writeLength(encoder, at + 1, contentAt, tagAt);
  encoder.buffer[tagAt] = TAG_VALUE_BOOL;
  let end = writeVarint(encoder.buffer, tagAt + 1, values.length);
  for (let index = 0; index < values.length; index++) encoder.buffer[end++] = values[index] === true ? 1 : 0;
  return writeLength(encoder, at + 1, contentAt, end);
}

/** Bytes of packed values with their tag and their length; none without values. */
function runBytes(bytes: number): number {
  return bytes === 0 ? 0 : 1 + varintSize(bytes) + bytes;
}
