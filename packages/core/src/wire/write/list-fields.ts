/**
 * Fields with any number of values, and those with a value that is too long for one byte of length. Each function
 * returns where the next field goes.
 */

import type { MessageEncoder } from '../message-encoder.ts';
import { TAG_FIELDS, TAG_VALUE_BYTES, TAG_VALUE_STRING } from '../tags.ts';
import {
  MAX_VARINT_BYTES,
  varintSize,
  writeVarint,
  writeVarintBigint,
  writeVarintInteger,
} from '../varint.ts';
import { FIELD_HEAD_BYTES, type FieldPrefix } from './field-prefix.ts';
import { writeTaggedText } from './headers.ts';
import { writeLength } from './length.ts';

/** Writes a field with texts. */
export function writeStrings(
  encoder: MessageEncoder,
  at: number,
  prefix: FieldPrefix,
  values: readonly string[],
): number {
  const contentAt = openField(encoder, at, prefix, 0);
  // Each text brings the tag that ends the prefix.
  let end = contentAt + prefix.contentBytes - 1;
  for (let index = 0; index < values.length; index++) {
    end = writeTaggedText(encoder, end, TAG_VALUE_STRING, values[index] as string);
  }
  return writeLength(encoder, at + 1, contentAt, end);
}

/** Writes a field with byte strings. */
export function writeBytesList(
  encoder: MessageEncoder,
  at: number,
  prefix: FieldPrefix,
  values: readonly Uint8Array[],
): number {
  const contentAt = openField(encoder, at, prefix, 0);
  let end = contentAt + prefix.contentBytes - 1;
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
  prefix: FieldPrefix,
  values: readonly (number | bigint)[],
): number {
  if (values.length === 0) return writeWithoutValues(encoder, at, prefix);
  // Small ones most often: the guess is a byte for each.
  const contentAt = openField(encoder, at, prefix, values.length);
  const runAt = contentAt + prefix.contentBytes;
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
  prefix: FieldPrefix,
  values: readonly number[],
): number {
  if (values.length === 0) return writeWithoutValues(encoder, at, prefix);
  const bytes = values.length * 8;
  const contentAt = openField(encoder, at, prefix, bytes);
  let end = writeVarint(encoder.buffer, contentAt + prefix.contentBytes, bytes);
  for (let index = 0; index < values.length; index++, end += 8) {
    encoder.view.setFloat64(end, values[index] as number, true);
  }
  return writeLength(encoder, at + 1, contentAt, end);
}

/** Writes a field with booleans. */
export function writeBools(
  encoder: MessageEncoder,
  at: number,
  prefix: FieldPrefix,
  values: readonly boolean[],
): number {
  if (values.length === 0) return writeWithoutValues(encoder, at, prefix);
  const contentAt = openField(encoder, at, prefix, values.length);
  let end = writeVarint(encoder.buffer, contentAt + prefix.contentBytes, values.length);
  for (let index = 0; index < values.length; index++) encoder.buffer[end++] = values[index] === true ? 1 : 0;
  return writeLength(encoder, at + 1, contentAt, end);
}

/** Writes a field as far as its prefix, with room for the bytes of its values; returns where its content starts. */
function openField(encoder: MessageEncoder, at: number, prefix: FieldPrefix, valueBytes: number): number {
  const size = prefix.contentBytes + varintSize(valueBytes) + valueBytes;
  encoder.reserve(at, size);
  const contentAt = at + 1 + varintSize(size);
  prefix.copyTo(encoder.view, contentAt - FIELD_HEAD_BYTES);
  encoder.buffer[at] = TAG_FIELDS;
  return contentAt;
}

/** The tag that ends the prefix goes where there are no values. */
function writeWithoutValues(encoder: MessageEncoder, at: number, prefix: FieldPrefix): number {
  const contentAt = openField(encoder, at, prefix, 0);
  return writeLength(encoder, at + 1, contentAt, contentAt + prefix.contentBytes - 1);
}
