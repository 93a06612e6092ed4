/**
 * Arrays: those of only texts, only numbers or only booleans are one field with several values, any other is JSON text.
 */

import {
  DOUBLES,
  NODE_FLAGS,
  NODE_PREFIX_LENGTH,
} from '../src/record/pino/lines/transcoder/memory-layout.ts';
import { ALSE, CLOSE_BRACKET, COMMA, isDigit, MINUS, QUOTE, TRUE, varintSize, writeVarint } from './bytes.ts';
import {
  BOOL,
  closeField,
  DOUBLE,
  fieldsEnd,
  growFields,
  INTEGER,
  isFull,
  jsonField,
  openField,
  rewindFields,
  TEXT,
} from './fields.ts';
import { skipJson } from './json.ts';
import { double, integer, isInteger, readNumber } from './number.ts';
import { copyText, textEnd } from './text.ts';

/** Whether an element is a number that is not read here. */
let isUnread: bool = false;

/**
 * Writes an array as a field; none for an empty one.
 *
 * @param at behind the opening bracket
 * @returns where the line goes on; 0 if the array is not for the transcoder
 */
export function arrayField(node: u32, at: u32): u32 {
  const byte: u32 = load<u8>(at);
  if (byte == CLOSE_BRACKET) return at + 1;
  const start = fieldsEnd;
  let end: u32 = 0;
  isUnread = false;
  if (byte == QUOTE) {
    end = texts(node, at);
  } else if (isDigit(byte) || byte == MINUS) {
    if ((load<u32>(node, NODE_FLAGS) & DOUBLES) == 0) end = integers(node, at);
    if (end == 0 && !isUnread && !isFull()) {
      rewindFields(start);
      end = doubles(node, at);
    }
  } else if (byte == 0x74 || byte == 0x66) {
    end = booleans(node, at);
  }
  if (end != 0 || isUnread || isFull()) return end;
  rewindFields(start);
  end = skipJson(at - 1, 0, 0);
  if (end != 0) jsonField(node, at - 1, end - at + 1);
  return end;
}

/** Writes a field with texts; returns 0 if one of the values is none, or there are too many. */
function texts(node: u32, at: u32): u32 {
  const start = fieldsEnd;
  const values = openField(node, TEXT) - 1;
  let end = values;
  while (true) {
    if (load<u8>(at) != QUOTE) {
      // An integer beyond 64 bits is a text, too.
      readElement(at);
      return 0;
    }
    at = copyText(at + 1, end + 2);
    if (at == 0) return 0;
    const size = textEnd - end - 2;
    const wider = varintSize(size) - 1;
    if (wider != 0) memory.copy(end + 2 + wider, end + 2, size);
    store<u8>(end, 0x22);
    end = writeVarint(end + 1, size) + size;
    growFields(end);
    if (isFull()) return 0;
    const byte = load<u8>(at);
    at++;
    if (byte == CLOSE_BRACKET) break;
    if (byte != COMMA) return 0;
  }
  const content = end - start - 2;
  const wider = varintSize(content) - 1;
  if (wider != 0) memory.copy(start + 2 + wider, start + 2, content);
  writeVarint(start + 1, content);
  growFields(end + wider);
  return at;
}

/** Writes a field with integers; returns 0 if one of the values is none, or there are too many. */
function integers(node: u32, at: u32): u32 {
  const start = fieldsEnd;
  const values = openField(node, INTEGER) + 1;
  let end = values;
  while (true) {
    at = readElement(at);
    if (at == 0 || !isInteger) return 0;
    end = writeVarint(end, integer as u64);
    growFields(end);
    if (isFull()) return 0;
    const byte = load<u8>(at);
    at++;
    if (byte == CLOSE_BRACKET) break;
    if (byte != COMMA) return 0;
  }
  closeField(start, load<u32>(node, NODE_PREFIX_LENGTH), values, end);
  return at;
}

/** Writes a field with doubles; returns 0 if one of the values is no number, or there are too many. */
function doubles(node: u32, at: u32): u32 {
  const start = fieldsEnd;
  const values = openField(node, DOUBLE) + 1;
  let end = values;
  while (true) {
    at = readElement(at);
    if (at == 0) return 0;
    store<f64>(end, isInteger ? (integer as f64) : double);
    end += 8;
    growFields(end);
    if (isFull()) return 0;
    const byte = load<u8>(at);
    at++;
    if (byte == CLOSE_BRACKET) break;
    if (byte != COMMA) return 0;
  }
  closeField(start, load<u32>(node, NODE_PREFIX_LENGTH), values, end);
  return at;
}

/** Reads an element that should be a number. */
function readElement(at: u32): u32 {
  const byte: u32 = load<u8>(at);
  if (byte != MINUS && !isDigit(byte)) return 0;
  at = readNumber(at);
  isUnread = at == 0;
  return at;
}

/** Writes a field with booleans; returns 0 if one of the values is none, or there are too many. */
function booleans(node: u32, at: u32): u32 {
  const start = fieldsEnd;
  const values = openField(node, BOOL) + 1;
  let end = values;
  while (true) {
    const value = load<u32>(at) == TRUE;
    if (!value && (load<u8>(at) != 0x66 || load<u32>(at + 1) != ALSE)) return 0;
    at += value ? 4 : 5;
    store<u8>(end, value ? 1 : 0);
    end++;
    growFields(end);
    if (isFull()) return 0;
    const byte = load<u8>(at);
    at++;
    if (byte == CLOSE_BRACKET) break;
    if (byte != COMMA) return 0;
  }
  closeField(start, load<u32>(node, NODE_PREFIX_LENGTH), values, end);
  return at;
}
