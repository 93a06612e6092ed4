import type { MessageEncoder } from '../message-encoder.ts';
import { MAX_VARINT_BYTES, writeVarintInteger } from '../varint.ts';
import { FIELD_HEAD_BYTES, type FieldPrefix } from './field-prefix.ts';
import { ONE_BYTE } from './length.ts';
import { writeBools, writeDoubles, writeIntegers } from './list-fields.ts';

/** The largest integer whose varint has three bytes. */
const MAX_THREE_BYTES = 0x1f_ffff;

/** Behind a prefix of this length, a field with one number or boolean is at most 127 bytes long. */
const SHORT_PREFIX = ONE_BYTE - 1 - MAX_VARINT_BYTES;

/**
 * Writes a field with one safe integer.
 *
 * @param prefix made for integers
 * @returns where the next field goes
 */
export function writeInteger(
  encoder: MessageEncoder,
  at: number,
  prefix: FieldPrefix,
  value: number,
): number {
  if (prefix.contentBytes > SHORT_PREFIX) return writeIntegers(encoder, at, prefix, [value]);
  const runAt = openSmallField(encoder, at, prefix);
  const { view } = encoder;
  // The usual numbers in one piece: their length, 1 to 3, and the groups of 7 bits behind it.
  let end = runAt + 2;
  if (value < 0 || value > MAX_THREE_BYTES) {
    end = writeVarintInteger(encoder.buffer, runAt + 1, value);
    view.setUint8(runAt, end - runAt - 1);
  } else if (value < 0x80) {
    view.setInt16(runAt, (value << 8) | 1, true);
  } else if (value < 0x4000) {
    view.setInt32(runAt, ((value & 0x3f80) << 9) | ((value & 0x7f) << 8) | 0x8002, true);
    end = runAt + 3;
  } else {
    const groups = ((value & 0x1f_c000) << 10) | ((value & 0x3f80) << 9) | ((value & 0x7f) << 8);
    view.setInt32(runAt, groups | 0x80_8003, true);
    end = runAt + 4;
  }
  return closeSmallField(view, at, end);
}

/** Writes a field with one double, as {@link writeInteger}. */
export function writeDouble(encoder: MessageEncoder, at: number, prefix: FieldPrefix, value: number): number {
  if (prefix.contentBytes > SHORT_PREFIX) return writeDoubles(encoder, at, prefix, [value]);
  const runAt = openSmallField(encoder, at, prefix);
  const { view } = encoder;
  view.setUint8(runAt, 8);
  view.setFloat64(runAt + 1, value, true);
  return closeSmallField(view, at, runAt + 9);
}

/** Writes a field with one boolean, as {@link writeInteger}. */
export function writeBool(encoder: MessageEncoder, at: number, prefix: FieldPrefix, value: boolean): number {
  if (prefix.contentBytes > SHORT_PREFIX) return writeBools(encoder, at, prefix, [value]);
  const runAt = openSmallField(encoder, at, prefix);
  const { view } = encoder;
  view.setInt16(runAt, value ? 0x0101 : 0x0001, true);
  return closeSmallField(view, at, runAt + 2);
}

/** Writes a field as far as its only value, a run of at most 11 bytes; returns where that goes. */
function openSmallField(encoder: MessageEncoder, at: number, prefix: FieldPrefix): number {
  const { length } = prefix;
  if (at + length > encoder.capacity) encoder.grow(at, length);
  prefix.copyTo(encoder.view, at);
  return at + length;
}

/** Writes the length of a small field; returns where it ends. */
function closeSmallField(view: DataView, at: number, end: number): number {
  view.setUint8(at + 1, end - at - FIELD_HEAD_BYTES);
  return end;
}
