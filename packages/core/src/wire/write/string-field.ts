import type { MessageEncoder } from '../message-encoder.ts';
import { TAG_FIELDS } from '../tags.ts';
import { SHORT_TEXT, textCapacity, writeShortAscii, writeText } from '../text.ts';
import { varintSize, writeVarint } from '../varint.ts';
import { FIELD_HEAD_BYTES, type FieldPrefix } from './field-prefix.ts';
import { ONE_BYTE, writeLength } from './length.ts';

/**
 * Writes a field with one text.
 *
 * @param prefix made for texts
 * @returns where the next field goes
 */
export function writeString(encoder: MessageEncoder, at: number, prefix: FieldPrefix, text: string): number {
  const { length } = text;
  const size = prefix.contentBytes + 1 + length;
  // The bet: the text is short and ASCII, so that each length is one byte. If it is lost, the long way writes over it.
  if (length > SHORT_TEXT || size > ONE_BYTE) return writeLongString(encoder, at, prefix, text);
  if (at + size > encoder.capacity) encoder.grow(at, size);
  const { view } = encoder;
  const textAt = at + FIELD_HEAD_BYTES + size - length;
  prefix.copyTo(view, at);
  if (!writeShortAscii(view, textAt, text)) return writeLongString(encoder, at, prefix, text);
  view.setUint8(at + 1, size);
  view.setUint8(textAt - 1, length);
  return textAt + length;
}

function writeLongString(encoder: MessageEncoder, at: number, prefix: FieldPrefix, text: string): number {
  const { length } = text;
  const { contentBytes } = prefix;
  encoder.reserve(at, contentBytes + textCapacity(text));
  const size = contentBytes + varintSize(length) + length;
  const contentAt = at + 1 + varintSize(size);
  const lengthAt = contentAt + contentBytes;
  const textAt = contentAt + size - length;
  const { buffer } = encoder;
  prefix.copyTo(encoder.view, contentAt - FIELD_HEAD_BYTES);
  buffer[at] = TAG_FIELDS;
  const end = textAt + writeText(buffer, textAt, text);
  // The bet: a byte for each character. If it is lost, the lengths may be wider than was left for them.
  if (end - textAt !== length) {
    return writeLength(encoder, at + 1, contentAt, writeLength(encoder, lengthAt, textAt, end));
  }
  writeVarint(buffer, at + 1, size);
  writeVarint(buffer, lengthAt, length);
  return end;
}
