import type { MessageEncoder } from '../message-encoder.ts';
import { TAG_FIELDS, TAG_VALUE_TYPE } from '../tags.ts';
import { varintSize } from '../varint.ts';
import { FIELD_HEAD_BYTES, type FieldStart } from './field-start.ts';

/** Bytes of a value's type. */
const TYPE_BYTES = 2;

/**
 * What comes between the name and the value of a small field, as the word that a little-endian write makes of it:
 *
 * ```
 * 10 value_type   tag of the value   00
 * ```
 *
 * The last byte is the length of the value, to be added as `length << 24`.
 */
export function valueHead(valueType: number, tag: number): number {
  return TAG_VALUE_TYPE | (valueType << 8) | (tag << 16);
}

/**
 * Writes a field of any size as far as its name.
 *
 * @param valueBytes bytes of the values, tags and lengths included, as far as that can be guessed: they decide the width of the field's length
 * @returns where its content starts, the name; the field is completed by `writeLength` at `at + 1`
 */
export function openField(
  encoder: MessageEncoder,
  at: number,
  start: FieldStart,
  valueBytes: number,
): number {
  const size = start.nameBytes + TYPE_BYTES + start.encodedRepresentation.length + valueBytes;
  encoder.reserve(at, size);
  const contentAt = at + 1 + varintSize(size);
  start.copyTo(encoder.view, contentAt - FIELD_HEAD_BYTES);
  encoder.buffer[at] = TAG_FIELDS;
  return contentAt;
}

/**
 * Writes the type of the values, and the representation.
 *
 * @param contentAt what {@link openField} returned
 * @returns where the values go
 */
export function writeValueType(
  encoder: MessageEncoder,
  contentAt: number,
  start: FieldStart,
  valueType: number,
): number {
  const { buffer } = encoder;
  const { encodedRepresentation } = start;
  const at = contentAt + start.nameBytes;
  buffer[at] = TAG_VALUE_TYPE;
  buffer[at + 1] = valueType;
  const valuesAt = at + TYPE_BYTES;
  if (encodedRepresentation.length > 0) buffer.set(encodedRepresentation, valuesAt);
  return valuesAt + encodedRepresentation.length;
}
