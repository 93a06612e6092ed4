/**
 * Fields of a message: `52 <length> 0a <length> name 10 <type> [1a <length> representation] <tag> value`. A node has all
 * of it up to the tag of the value, with the type and the tag of a text and an empty length.
 */

import {
  FIELDS_AT,
  FIXED,
  MAX_MESSAGE_BYTES,
  NODE_FLAGS,
  NODE_IS_LONG,
  NODE_PREFIX,
  NODE_PREFIX_LENGTH,
  NODE_TYPE_OFFSET,
} from '../src/record/pino/lines/transcoder/memory-layout.ts';
import { copy, QUOTE, stops, varintSize, writeVarint } from './bytes.ts';
import { copyText, textEnd } from './text.ts';

// Types of values, and the tags of these, as one word.
export const TEXT = 0x2200;
export const INTEGER = 0x3202;
export const DOUBLE = 0x3a03;
export const BOOL = 0x4204;

const TAG_FIELDS: u8 = 0x52;

/** `1a 04 json`, the representation of JSON text, and the tag of a text. */
const REPRESENTATION: u64 = 0x22_6e6f_736a_041a;

/** No message is longer than its fields may be. */
const LIMIT: u32 = FIELDS_AT + MAX_MESSAGE_BYTES;

/** Where the fields of the line end so far. */
export let fieldsEnd: u32 = FIELDS_AT;

/** Forgets the fields. */
export function clearFields(): void {
  fieldsEnd = FIELDS_AT;
}

/** Forgets the fields behind a place. */
export function rewindFields(to: u32): void {
  fieldsEnd = to;
}

/** Whether the fields are longer than a message may be. */
export function isFull(): bool {
  return fieldsEnd > LIMIT;
}

/** Moves the end of the fields while a field is written, so that {@link isFull} sees it. */
export function growFields(to: u32): void {
  fieldsEnd = to;
}

/** Writes a field as far as its value, with the type and tag of that; returns where the value goes. */
export function openField(node: u32, type: u32): u32 {
  const length = load<u32>(node, NODE_PREFIX_LENGTH);
  copy(fieldsEnd, load<u32>(node, NODE_PREFIX), length);
  const end = fieldsEnd + length;
  if (load<u32>(node, NODE_FLAGS) & FIXED) {
    store<u8>(fieldsEnd + load<u32>(node, NODE_TYPE_OFFSET), type as u8);
    store<u8>(end - 1, (type >> 8) as u8);
  } else {
    store<u16>(end - 2, type as u16);
  }
  return end;
}

/** Ends a field that is at most 127 bytes long behind its length. */
function closeSmallField(end: u32): void {
  store<u8>(fieldsEnd + 1, (end - fieldsEnd - 2) as u8);
  fieldsEnd = end;
}

/** Writes a field with one integer. */
export function integerField(node: u32, value: i64): void {
  const run = openField(node, INTEGER);
  const end = writeVarint(run + 1, value as u64);
  store<u8>(run, (end - run - 1) as u8);
  closeSmallField(end);
}

/** Writes a field with one double. */
export function doubleField(node: u32, value: f64): void {
  const run = openField(node, DOUBLE);
  store<u8>(run, 8);
  store<f64>(run + 1, value);
  closeSmallField(run + 9);
}

/** Writes a field with one boolean. */
export function boolField(node: u32, value: bool): void {
  const run = openField(node, BOOL);
  store<u16>(run, value ? 0x0101 : 0x0001);
  closeSmallField(run + 2);
}

/**
 * Writes a field with one text. How many bytes its two lengths take is not known before: the same as for the last text of
 * this name, most often, one or two each; if not, the text is moved.
 *
 * @param at in the line, behind the opening quote
 * @returns where the line goes on; 0 if the text is no JSON
 */
export function textField(node: u32, at: u32): u32 {
  const start = fieldsEnd;
  const prefix = load<u32>(node, NODE_PREFIX_LENGTH);
  const wider = load<u32>(node, NODE_IS_LONG);
  copy(start + wider, load<u32>(node, NODE_PREFIX), prefix);
  const text = start + prefix + 1 + 2 * wider;
  // Most texts are short.
  const bytes = v128.load(at);
  v128.store(text, bytes);
  const found = stops(bytes);
  if (found != 0 && wider == 0) {
    const size: u32 = ctz(found);
    const content = prefix - 1 + size;
    if (load<u8>(at + size) == QUOTE && content < 0x80) {
      store<u8>(start + 1, content as u8);
      store<u8>(text - 1, size as u8);
      fieldsEnd = text + size;
      return at + size + 1;
    }
  }
  at = copyText(at, text);
  if (at == 0) return 0;
  const size = textEnd - text;
  const content = prefix - 1 + size + wider;
  if (wider == 0 && content < 0x80) {
    store<u8>(start + 1, content as u8);
    store<u8>(text - 1, size as u8);
    fieldsEnd = textEnd;
  } else if (wider != 0 && size >= 0x80 && content < 0x4000) {
    store<u8>(start, TAG_FIELDS);
    store<u16>(start + 1, twoBytes(content));
    store<u16>(text - 2, twoBytes(size));
    fieldsEnd = textEnd;
  } else {
    memory.copy(start + 2, load<u32>(node, NODE_PREFIX) + 2, prefix - 2);
    store<u8>(start, TAG_FIELDS);
    store<u32>(node, content < 0x80 ? 0 : 1, NODE_IS_LONG);
    closeField(start, prefix, text, textEnd);
  }
  return at;
}

/** The varint of a number that takes two bytes. */
function twoBytes(value: u32): u16 {
  return ((value & 0x7f) | 0x80 | ((value >> 7) << 8)) as u16;
}

/**
 * Ends a field with one text, or with one run of packed values: puts their length and that of the field where they
 * belong, and the bytes behind them.
 *
 * @param start of the field, which has its prefix, with one byte for its own length
 * @param value where the text or the run is; one byte behind the prefix at least
 */
export function closeField(start: u32, prefix: u32, value: u32, end: u32): void {
  const size = end - value;
  const content = prefix - 2 + varintSize(size) + size;
  const wider = varintSize(content) - 1;
  const to = start + prefix + wider + varintSize(size);
  if (to != value) memory.copy(to, value, size);
  if (wider != 0) memory.copy(start + 2 + wider, start + 2, prefix - 2);
  writeVarint(start + 1, content);
  writeVarint(start + prefix + wider, size);
  fieldsEnd = to + size;
}

/** Writes a field with JSON text, as it stands in the line. */
export function jsonField(node: u32, at: u32, size: u32): void {
  const prefix = load<u32>(node, NODE_PREFIX_LENGTH);
  const content = prefix - 3 + 7 + varintSize(size) + size;
  store<u8>(fieldsEnd, TAG_FIELDS);
  let end = writeVarint(fieldsEnd + 1, content);
  copy(end, load<u32>(node, NODE_PREFIX) + 2, prefix - 2);
  end += prefix - 3;
  store<u64>(end, REPRESENTATION);
  end = writeVarint(end + 7, size);
  copy(end, at, size);
  fieldsEnd = end + size;
}
