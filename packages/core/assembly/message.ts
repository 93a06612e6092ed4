/**
 * Messages in frames: `1e <length> 08 <length> [signature] 1f` and uuid, timestamp, type, logger, severity, payload, the
 * headers behind it, fields. The payload comes last in a line and the fields' length is not known before the line is read,
 * so the fields are written apart and copied behind the headers.
 */

import {
  FIELDS_AT,
  FRAMING_AT,
  HEAD_LOGGER_LENGTH,
  HEAD_SEVERITY_LENGTH,
  HEAD_TAIL,
  HEAD_TAIL_LENGTH,
  HEAD_TYPE,
  HEAD_TYPE_LENGTH,
  MAX_MESSAGE_AT,
  SIGNATURE_BYTES_AT,
  TIME_AT,
  TIME_LENGTH_AT,
  UUID_AT,
  UUIDS_AT,
  UUIDS_BYTES,
} from '../src/record/pino/lines/transcoder/memory-layout.ts';
import { copy, varintSize, writeVarint } from './bytes.ts';
import { fieldsEnd } from './fields.ts';
import { fillUuids } from './host.ts';
import {
  hasPayload,
  loggerAt,
  loggerLength,
  payloadAt,
  payloadLength,
  serviceAt,
  serviceLength,
  typeAt,
  typeLength,
} from './members.ts';

const UUID_BYTES: u32 = 16;

/** Where the pool of random bytes ends. */
const UUIDS_END: u32 = UUIDS_AT + UUIDS_BYTES;

/**
 * Writes the frame of the line that was read.
 *
 * @param head of the line
 * @returns where the frame ends; 0 if its message is too long
 */
export function writeFrame(head: u32, to: u32): u32 {
  const named = loggerLength != 0 ? loggerLength : serviceLength;
  const typeBytes = typeLength != 0 ? taggedSize(typeLength) : load<u32>(head, HEAD_TYPE_LENGTH);
  const loggerBytes = named != 0 ? taggedSize(named) : load<u32>(head, HEAD_LOGGER_LENGTH);
  const payloadBytes = hasPayload ? taggedSize(payloadLength) : 0;
  const fieldBytes = fieldsEnd - FIELDS_AT;
  const length: u32 =
    19 +
    load<u32>(TIME_LENGTH_AT) +
    typeBytes +
    loggerBytes +
    load<u32>(head, HEAD_SEVERITY_LENGTH) +
    payloadBytes +
    load<u32>(head, HEAD_TAIL_LENGTH) +
    fieldBytes;
  if (length > load<u32>(MAX_MESSAGE_AT)) return 0;
  if (load<u32>(FRAMING_AT) != 0) to = writeFrameHeader(to, length);
  to = writeUuid(to);
  store<u8>(to, 0x10);
  v128.store(to + 1, v128.load(TIME_AT));
  to += 1 + load<u32>(TIME_LENGTH_AT);
  const headers = load<u32>(head, HEAD_TYPE);
  if (typeLength + named == 0) {
    const bytes = typeBytes + loggerBytes + load<u32>(head, HEAD_SEVERITY_LENGTH);
    copy(to, headers, bytes);
    to += bytes;
  } else {
    to = writeNamedHeaders(head, to);
  }
  if (hasPayload) to = writeTagged(to, 0x32, payloadAt, payloadLength);
  copy(to, load<u32>(head, HEAD_TAIL), load<u32>(head, HEAD_TAIL_LENGTH));
  to += load<u32>(head, HEAD_TAIL_LENGTH);
  copy(to, FIELDS_AT, fieldBytes);
  return to + fieldBytes;
}

/** Writes everything of a frame that comes before its message, with room for the signature. */
function writeFrameHeader(to: u32, length: u32): u32 {
  const signature = load<u32>(SIGNATURE_BYTES_AT);
  store<u8>(to, 0x1e);
  store<u8>(to + 1, (1 + varintSize(length) + signature) as u8);
  store<u8>(to + 2, 0x08);
  to = writeVarint(to + 3, length) + signature;
  store<u8>(to, 0x1f);
  return to + 1;
}

/** Writes a uuid of version 4. */
function writeUuid(to: u32): u32 {
  let at = load<u32>(UUID_AT);
  if (at == UUIDS_END) {
    fillUuids();
    at = UUIDS_AT;
  }
  store<u32>(UUID_AT, at + UUID_BYTES);
  store<u16>(to, 0x100a);
  store<u64>(to + 2, (load<u64>(at) & 0xff0f_ffff_ffff_ffff) | 0x0040_0000_0000_0000);
  store<u64>(to + 10, (load<u64>(at + 8) & 0xffff_ffff_ffff_ff3f) | 0x80);
  return to + 18;
}

/** Writes type, logger and severity, if the line names a type or a logger. */
function writeNamedHeaders(head: u32, to: u32): u32 {
  let from = load<u32>(head, HEAD_TYPE);
  const typeBytes = load<u32>(head, HEAD_TYPE_LENGTH);
  if (typeLength != 0) {
    to = writeTagged(to, 0x1a, typeAt, typeLength);
  } else {
    copy(to, from, typeBytes);
    to += typeBytes;
  }
  from += typeBytes;
  const loggerBytes = load<u32>(head, HEAD_LOGGER_LENGTH);
  if (loggerLength != 0) {
    to = writeTagged(to, 0x22, loggerAt, loggerLength);
  } else if (serviceLength != 0) {
    to = writeTagged(to, 0x22, serviceAt, serviceLength);
  } else {
    copy(to, from, loggerBytes);
    to += loggerBytes;
  }
  copy(to, from + loggerBytes, load<u32>(head, HEAD_SEVERITY_LENGTH));
  return to + load<u32>(head, HEAD_SEVERITY_LENGTH);
}

/** Bytes of a text with its tag and its length. */
function taggedSize(length: u32): u32 {
  return 1 + varintSize(length) + length;
}

function writeTagged(to: u32, tag: u32, from: u32, length: u32): u32 {
  store<u8>(to, tag as u8);
  to = writeVarint(to + 1, length);
  copy(to, from, length);
  return to + length;
}
