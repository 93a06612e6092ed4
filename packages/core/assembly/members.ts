/** Members of a line: each becomes a field, or a header. */

import {
  ACCEPT_BOOL,
  ACCEPT_DOUBLE,
  ACCEPT_INTEGER,
  ACCEPT_TEXT,
  BUFFER_TYPE,
  DEEP,
  DOUBLES,
  FIXED,
  HEAD,
  HEAD_BITS,
  HEAD_FIELDS,
  HEAD_FLAGS,
  MAX_FIELDS_AT,
  MESSAGE,
  NAME,
  NAME_NAMES,
  NODE_ACCEPTS,
  NODE_FIRST,
  NODE_FLAGS,
  NODE_HEAD_BITS,
  NODE_KEY_LENGTH,
  NODE_NAME_SEEN,
  NODE_NEXT,
  NODE_SEEN,
  SERVICE,
  SERVICE_NAMES,
  SHARED,
  SPECIAL,
  TEXTS_AT,
  TYPE,
  UNCLEAR,
} from '../src/record/pino/lines/transcoder/memory-layout.ts';
import { arrayField } from './array.ts';
import {
  ALSE,
  BACKSLASH,
  CLOSE_BRACE,
  COMMA,
  copy,
  isDigit,
  MINUS,
  NULL,
  OPEN_BRACE,
  OPEN_BRACKET,
  QUOTE,
  stops,
  TRUE,
} from './bytes.ts';
import { boolField, doubleField, fieldsEnd, integerField, isFull, jsonField, textField } from './fields.ts';
import { countObject, forgetObjects, isBufferType, skipJson } from './json.ts';
import { findNode, hasKey } from './names.ts';
import { double, integer, isInteger, readNumber } from './number.ts';
import { copyText, textEnd } from './text.ts';

/** A longer text is no header. */
const MAX_HEADER_TEXT: u32 = 255;

/** The number of the line. */
let line: u32 = 0;
/** Fields so far, those of the head included. */
let fields: u32 = 0;
/** The head that was found. */
let head: u32 = 0;
/** Where the first member behind the head is. */
let headEnd: u32 = 0;
/** Where the next text goes that is no field. */
let textsEnd: u32 = 0;

/** Whether the line has a payload, and where that is. */
export let hasPayload: bool = false;
export let payloadAt: u32 = 0;
export let payloadLength: u32 = 0;
/** The type that the line names, without bytes if it names none. */
export let typeAt: u32 = 0;
export let typeLength: u32 = 0;
/** The logger that a member `name` right behind the head names. */
export let loggerAt: u32 = 0;
export let loggerLength: u32 = 0;
/** The logger that a member `service` names. */
export let serviceAt: u32 = 0;
export let serviceLength: u32 = 0;
/** Whether the head was longer than the one that was found. */
export let headGoesOn: bool = false;

/**
 * Begins a line.
 *
 * @param found the head of the line
 * @param at where the first member behind it is
 */
export function beginMembers(found: u32, at: u32): void {
  line++;
  fields = load<u32>(found, HEAD_FIELDS);
  forgetObjects();
  head = found;
  headEnd = at;
  textsEnd = TEXTS_AT;
  hasPayload = false;
  typeLength = 0;
  loggerLength = 0;
  serviceLength = 0;
  headGoesOn = false;
}

/**
 * Writes the members of an object.
 *
 * @param parent the node of the object
 * @param at where the first member starts
 * @returns where the line goes on behind the object; 0 if it is not for the transcoder
 */
export function writeMembers(parent: u32, at: u32): u32 {
  let previous: u32 = 0;
  let node = load<u32>(parent, NODE_FIRST);
  while (true) {
    if (load<u8>(at) != QUOTE) return 0;
    at++;
    if (node == 0 || !hasKey(node, at)) {
      node = findNode(parent, previous, at);
      if (node == 0) return 0;
    }
    at += load<u32>(node, NODE_KEY_LENGTH);
    // Of members that are repeated the last value counts, at the first place.
    if (load<u32>(node, NODE_SEEN) == line) return 0;
    store<u32>(node, line, NODE_SEEN);
    if (fields >= load<u32>(MAX_FIELDS_AT) || isFull()) return 0;
    const flags = load<u32>(node, NODE_FLAGS);
    at = (flags & SPECIAL) == 0 ? writeValue(node, flags, at) : writeSpecial(node, flags, at);
    if (at == 0) return 0;
    const byte = load<u8>(at);
    at++;
    if (byte == COMMA) {
      previous = node;
      node = load<u32>(node, NODE_NEXT);
    } else {
      return byte == CLOSE_BRACE ? at : 0;
    }
  }
}

/** Writes a value. */
function writeValue(node: u32, flags: u32, at: u32): u32 {
  const byte: u32 = load<u8>(at);
  if (byte == QUOTE) {
    fields++;
    return textField(node, at + 1);
  }
  if (isDigit(byte) || byte == MINUS) {
    fields++;
    at = readNumber(at);
    if (at == 0) return 0;
    if (!isInteger) doubleField(node, double);
    else if (flags & DOUBLES) doubleField(node, integer as f64);
    else integerField(node, integer);
    return at;
  }
  if (byte == OPEN_BRACE) return writeObject(node, flags, at);
  const word = load<u32>(at);
  if (word == TRUE) {
    fields++;
    boolField(node, true);
    return at + 4;
  }
  if (byte == 0x66 && load<u32>(at + 1) == ALSE) {
    fields++;
    boolField(node, false);
    return at + 5;
  }
  if (word == NULL) return at + 4;
  if (byte != OPEN_BRACKET) return 0;
  const start = fieldsEnd;
  at = arrayField(node, at + 1);
  if (fieldsEnd != start) fields++;
  return at;
}

/** Writes the members of an object, or its text if it is too deep. */
function writeObject(node: u32, flags: u32, at: u32): u32 {
  if (!countObject()) return 0;
  if (load<u8>(at + 1) == CLOSE_BRACE) return at + 2;
  if ((flags & (DEEP | UNCLEAR)) == 0) return writeMembers(node, at + 1);
  if (flags & UNCLEAR) return 0;
  const end = skipJson(at, 0, 0);
  if (end == 0) return 0;
  fields++;
  jsonField(node, at, end - at);
  return end;
}

/** Writes a member that is more than a field, or one whose name or type needs a closer look. */
function writeSpecial(node: u32, flags: u32, at: u32): u32 {
  const byte: u32 = load<u8>(at);
  const isText = byte == QUOTE;
  if (flags & HEAD) {
    if (load<u32>(node, NODE_HEAD_BITS) & load<u32>(head, HEAD_BITS)) return 0;
    if (at - load<u32>(node, NODE_KEY_LENGTH) - 1 == headEnd) {
      if ((flags & NAME) == 0) {
        headGoesOn = true;
        return 0;
      }
      at = (load<u32>(head, HEAD_FLAGS) & NAME_NAMES) == 0 ? writeValue(node, flags, at) : readLogger(at);
      // The head may go on behind it.
      headEnd = at + 1;
      return at;
    }
  }
  if (flags & MESSAGE) return isText ? readPayload(at + 1) : 0;
  if (flags & TYPE) return isText ? readType(at + 1) : 0;
  if ((flags & SERVICE) != 0 && isText && !readService(at + 1)) return 0;
  if ((flags & BUFFER_TYPE) != 0 && isBufferType(at)) return 0;
  const start = fieldsEnd;
  at = (flags & FIXED) == 0 ? writeValue(node, flags, at) : writeFixed(node, flags, at);
  if (at == 0 || (flags & SHARED) == 0 || fieldsEnd == start) return at;
  if (byte == OPEN_BRACE && (flags & DEEP) == 0) return at;
  const seen = load<u32>(node, NODE_NAME_SEEN);
  if (load<u32>(seen) == line) return 0;
  store<u32>(seen, line);
  return at;
}

/** Writes a scalar whose type is fixed, if it has that type. */
function writeFixed(node: u32, flags: u32, at: u32): u32 {
  const accepts = load<u32>(node, NODE_ACCEPTS);
  const byte: u32 = load<u8>(at);
  if (byte == QUOTE) return accepts & ACCEPT_TEXT ? writeValue(node, flags, at) : 0;
  if (byte == 0x74 || byte == 0x66) return accepts & ACCEPT_BOOL ? writeValue(node, flags, at) : 0;
  if (byte == 0x6e) return writeValue(node, flags, at);
  const end = writeValue(node, flags, at);
  if (byte == OPEN_BRACE || byte == OPEN_BRACKET) return 0;
  return accepts & (isInteger ? ACCEPT_INTEGER : ACCEPT_DOUBLE) ? end : 0;
}

/** Copies a text that is no field; returns where the line goes on. */
function readText(at: u32): u32 {
  at = copyText(at, textsEnd);
  textsEnd = textEnd;
  return at;
}

function readLogger(at: u32): u32 {
  if (load<u8>(at) != QUOTE) return 0;
  loggerAt = textsEnd;
  at = readText(at + 1);
  loggerLength = textsEnd - loggerAt;
  return isHeader(loggerLength) ? at : 0;
}

function readType(at: u32): u32 {
  typeAt = textsEnd;
  at = readText(at);
  typeLength = textsEnd - typeAt;
  return isHeader(typeLength) ? at : 0;
}

/** Reads the text of a member `service`, which is a field as well; returns false if it is not for the transcoder. */
function readService(at: u32): bool {
  if ((load<u32>(head, HEAD_FLAGS) & SERVICE_NAMES) == 0) return true;
  serviceAt = textsEnd;
  at = readText(at);
  serviceLength = textsEnd - serviceAt;
  return at != 0 && (serviceLength == 0 || isHeader(serviceLength));
}

/** Whether a text of so many bytes is a header's, for certain. */
function isHeader(length: u32): bool {
  return length - 1 < MAX_HEADER_TEXT;
}

/** Finds the payload: in the line itself, if it has no escapes. */
function readPayload(at: u32): u32 {
  const start = at;
  hasPayload = true;
  while (true) {
    const found = stops(v128.load(at));
    if (found == 0) {
      at += 16;
      continue;
    }
    at += ctz(found);
    const byte = load<u8>(at);
    payloadLength = at - start;
    payloadAt = start;
    if (byte == QUOTE) return at + 1;
    if (byte != BACKSLASH) return 0;
    break;
  }
  payloadAt = textsEnd;
  copy(payloadAt, start, payloadLength);
  textsEnd += payloadLength;
  at = readText(at);
  payloadLength = textsEnd - payloadAt;
  return at;
}
