import type { MessageEncoder } from '../message-encoder.ts';
import { TAG_VALUE_STRING, VALUE_STRING } from '../tags.ts';
import { FIELD_HEAD_BYTES, type FieldStart, VALUE_HEAD_BYTES } from './field-start.ts';
import { valueHead } from './open-field.ts';
import { writeString } from './string-field.ts';
import { copyWords } from './word-bytes.ts';

/** Characters of `2026-01-02T03:04:05.678Z`. */
export const TIME_LENGTH = 24;

const TIME_HEAD = valueHead(VALUE_STRING, TAG_VALUE_STRING) | (TIME_LENGTH << 24);

const DAY_MS = 86_400_000;

// The last day, and its text in words of four characters: `2026`, `-01-`, `02T`. Most times are of today.
let dayMs = Number.NaN;
const DAY_WORDS = new Int32Array(3);

/**
 * Writes a field with the text that `toISOString` gives, without making that text, which would take as long as several fields.
 *
 * @param date a valid one; the constructor `Date` of the application may be a mock, so no other is made
 * @returns where the next field goes
 */
export function writeTime(encoder: MessageEncoder, at: number, start: FieldStart, date: Date): number {
  const { length, smallValue } = start;
  const ms = date.getTime();
  // Neither a name that is too long nor a year of more than four digits is in the quick form.
  if (smallValue < TIME_LENGTH || (!isThatDay(ms) && !beginDay(date))) {
    return writeString(encoder, at, start, date.toISOString());
  }
  if (at + length + TIME_LENGTH > encoder.capacity) encoder.grow(at, length + TIME_LENGTH);
  const { view } = encoder;
  const valueAt = at + length;
  copyWords(view, at, start.words);
  view.setInt32(valueAt, TIME_HEAD, true);
  const end = writeTimeText(view, valueAt + VALUE_HEAD_BYTES, ms - dayMs);
  view.setUint8(at + 1, end - at - FIELD_HEAD_BYTES);
  return end;
}

function isThatDay(ms: number): boolean {
  return ms >= dayMs && ms < dayMs + DAY_MS;
}

/** @returns false for a year that has not four digits */
function beginDay(date: Date): boolean {
  const text = date.toISOString();
  if (text.length !== TIME_LENGTH) return false;
  dayMs = Math.floor(date.getTime() / DAY_MS) * DAY_MS;
  const view = new DataView(DAY_WORDS.buffer);
  for (let index = 0; index < 11; index++) view.setUint8(index, text.charCodeAt(index));
  for (let word = 0; word < DAY_WORDS.length; word++) DAY_WORDS[word] = view.getInt32(word * 4, true);
  return true;
}

/** @param ms since the beginning of the day; returns where the text ends */
function writeTimeText(view: DataView, at: number, ms: number): number {
  const minutes = Math.floor(ms / 60_000);
  const hour = Math.floor(minutes / 60);
  const inMinute = ms - minutes * 60_000;
  const second = Math.floor(inMinute / 1000);
  const [hours, inHour, seconds] = [twoDigits(hour), twoDigits(minutes - hour * 60), twoDigits(second)];
  view.setInt32(at, DAY_WORDS[0] as number, true);
  view.setInt32(at + 4, DAY_WORDS[1] as number, true);
  view.setInt32(at + 8, (DAY_WORDS[2] as number) | (hours << 24), true);
  view.setInt32(at + 12, (hours >> 8) | (COLON << 8) | (inHour << 16), true);
  view.setInt32(at + 16, COLON | (seconds << 8) | (POINT << 24), true);
  const inSecond = inMinute - second * 1000;
  const hundreds = Math.floor(inSecond / 100);
  view.setInt32(at + 20, (ZERO + hundreds) | (twoDigits(inSecond - hundreds * 100) << 8) | (Z << 24), true);
  return at + TIME_LENGTH;
}

const [ZERO, COLON, POINT, Z] = [0x30, 0x3a, 0x2e, 0x5a];

/** Two digits, the first in the lower byte. */
function twoDigits(value: number): number {
  const tens = Math.floor(value / 10);
  return (ZERO + tens) | ((ZERO + value - tens * 10) << 8);
}
