import type { MessageEncoder } from '../message-encoder.ts';
import {
  TAG_VALUE_BOOL,
  TAG_VALUE_DOUBLE,
  TAG_VALUE_INTEGER,
  VALUE_BOOL,
  VALUE_DOUBLE,
  VALUE_INTEGER,
} from '../tags.ts';
import { MAX_VARINT_BYTES, writeVarintInteger } from '../varint.ts';
import { FIELD_HEAD_BYTES, type FieldStart, VALUE_HEAD_BYTES } from './field-start.ts';
import { writeBools, writeDoubles, writeIntegers } from './list-fields.ts';
import { valueHead } from './open-field.ts';
import { copyWords } from './word-bytes.ts';

const INTEGER_HEAD = valueHead(VALUE_INTEGER, TAG_VALUE_INTEGER);
const DOUBLE_HEAD = valueHead(VALUE_DOUBLE, TAG_VALUE_DOUBLE) | (8 << 24);
const BOOL_HEAD = valueHead(VALUE_BOOL, TAG_VALUE_BOOL) | (1 << 24);

/** The largest integer whose varint has four bytes. */
const MAX_FOUR_BYTES = 0xfff_ffff;

/**
 * Writes a field with one safe integer.
 *
 * @returns where the next field goes
 */
export function writeInteger(encoder: MessageEncoder, at: number, start: FieldStart, value: number): number {
  if (start.smallValue < MAX_VARINT_BYTES) return writeIntegers(encoder, at, start, [value]);
  const valueAt = openSmallField(encoder, at, start);
  const { view } = encoder;
  const runAt = valueAt + VALUE_HEAD_BYTES;
  let bytes = 1;
  // The usual numbers in one piece: up to four groups of 7 bits.
  if (value < 0 || value > MAX_FOUR_BYTES) {
    bytes = writeVarintInteger(encoder.buffer, runAt, value) - runAt;
  } else if (value < 0x80) {
    view.setUint8(runAt, value);
  } else if (value < 0x4000) {
    view.setInt16(runAt, (value & 0x7f) | ((value & 0x3f80) << 1) | 0x80, true);
    bytes = 2;
  } else {
    const groups =
      (value & 0x7f) | ((value & 0x3f80) << 1) | ((value & 0x1f_c000) << 2) | ((value & 0xfe0_0000) << 3);
    bytes = value < 0x20_0000 ? 3 : 4;
    view.setInt32(runAt, groups | (bytes === 3 ? 0x8080 : 0x80_8080), true);
  }
  view.setInt32(valueAt, INTEGER_HEAD | (bytes << 24), true);
  return closeSmallField(view, at, runAt + bytes);
}

/** Writes a field with one double, as {@link writeInteger}. */
export function writeDouble(encoder: MessageEncoder, at: number, start: FieldStart, value: number): number {
  if (start.smallValue < MAX_VARINT_BYTES) return writeDoubles(encoder, at, start, [value]);
  const valueAt = openSmallField(encoder, at, start);
  const { view } = encoder;
  view.setInt32(valueAt, DOUBLE_HEAD, true);
  view.setFloat64(valueAt + VALUE_HEAD_BYTES, value, true);
  return closeSmallField(view, at, valueAt + VALUE_HEAD_BYTES + 8);
}

/** Writes a field with one boolean, as {@link writeInteger}. */
export function writeBool(encoder: MessageEncoder, at: number, start: FieldStart, value: boolean): number {
  if (start.smallValue < MAX_VARINT_BYTES) return writeBools(encoder, at, start, [value]);
  const valueAt = openSmallField(encoder, at, start);
  const { view } = encoder;
  view.setInt32(valueAt, BOOL_HEAD, true);
  view.setUint8(valueAt + VALUE_HEAD_BYTES, value ? 1 : 0);
  return closeSmallField(view, at, valueAt + VALUE_HEAD_BYTES + 1);
}

/** Writes a field as far as its name, with room for a number behind it; returns where the head of the value goes. */
function openSmallField(encoder: MessageEncoder, at: number, start: FieldStart): number {
  const { length } = start;
  if (at + length > encoder.capacity) encoder.grow(at, length);
  copyWords(encoder.view, at, start.words);
  return at + length;
}

/** Writes the length of a small field; returns where it ends. */
function closeSmallField(view: DataView, at: number, end: number): number {
  view.setUint8(at + 1, end - at - FIELD_HEAD_BYTES);
  return end;
}
