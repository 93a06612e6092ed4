import type { MessageEncoder } from '../message-encoder.ts';
import { TAG_VALUE_STRING, VALUE_STRING } from '../tags.ts';
import { textCapacity, writeShortAscii, writeText } from '../text.ts';
import { varintSize, writeVarint } from '../varint.ts';
import { FIELD_HEAD_BYTES, type FieldStart, VALUE_HEAD_BYTES } from './field-start.ts';
import { writeLength } from './length.ts';
import { openField, valueHead, writeValueType } from './open-field.ts';
import { copyWords } from './word-bytes.ts';

const STRING_HEAD = valueHead(VALUE_STRING, TAG_VALUE_STRING);

/**
 * Writes a field with one text.
 *
 * @returns where the next field goes
 */
export function writeString(encoder: MessageEncoder, at: number, start: FieldStart, text: string): number {
  const { length } = text;
  // The bet: the text is short and ASCII. If it is lost, the long way writes over it.
  if (length > start.smallValue) return writeLongString(encoder, at, start, text);
  const valueAt = at + start.length;
  if (valueAt + length > encoder.capacity) encoder.grow(at, start.length + length);
  const { view } = encoder;
  copyWords(view, at, start.words);
  const textAt = valueAt + VALUE_HEAD_BYTES;
  if (!writeShortAscii(view, textAt, text)) return writeLongString(encoder, at, start, text);
  view.setInt32(valueAt, STRING_HEAD | (length << 24), true);
  const end = textAt + length;
  view.setUint8(at + 1, end - at - FIELD_HEAD_BYTES);
  return end;
}

function writeLongString(encoder: MessageEncoder, at: number, start: FieldStart, text: string): number {
  const { length } = text;
  const contentAt = openField(encoder, at, start, 1 + varintSize(length) + length);
  const valueAt = writeValueType(encoder, contentAt, start, VALUE_STRING);
  encoder.reserve(valueAt, textCapacity(text));
  const { buffer } = encoder;
  const lengthAt = valueAt + 1;
  const textAt = lengthAt + varintSize(length);
  buffer[valueAt] = TAG_VALUE_STRING;
  const end = textAt + writeText(buffer, textAt, text);
  // The bet: a byte for each character. If it is lost, the lengths may be wider than was left for them.
  if (end - textAt !== length) {
    return writeLength(encoder, at + 1, contentAt, writeLength(encoder, lengthAt, textAt, end));
  }
  writeVarint(buffer, at + 1, end - contentAt);
  writeVarint(buffer, lengthAt, length);
  return end;
}
