/**
 * Whether bytes are a Heka message. Everything is checked here, once, so that what reads the message afterwards needs no
 * checks and cannot fail ({@link MessageReader}).
 *
 * What is taken and what is refused is what protobufjs's static code for `message.proto` takes and refuses; the tests
 * compare the two. That is: any order of members and any repetition (the last one counts, fields and values add up),
 * numbers packed or not, members of unknown number or unexpected wire type, also in groups up to 100 deep, which are
 * passed over. Text is not looked at. In addition a message needs what Hindsight insists on: a uuid of 16 bytes and a
 * timestamp.
 */
import { constants } from 'node:buffer';
import { UUID_BYTES } from '../../message/uuid.ts';
import {
  TAG_ENV_VERSION,
  TAG_FIELDS,
  TAG_HOSTNAME,
  TAG_LOGGER,
  TAG_NAME,
  TAG_PAYLOAD,
  TAG_PID,
  TAG_REPRESENTATION,
  TAG_SEVERITY,
  TAG_TIMESTAMP,
  TAG_TYPE,
  TAG_UUID,
  TAG_VALUE_BOOL,
  TAG_VALUE_BYTES,
  TAG_VALUE_DOUBLE,
  TAG_VALUE_INTEGER,
  TAG_VALUE_STRING,
  TAG_VALUE_TYPE,
} from '../tags.ts';
import {
  contentStart,
  delimitedEnd,
  fixedEnd,
  longTagEnd,
  skipMember,
  varintEnd,
  varintOf,
} from './check-parts.ts';
import { type Fault, HALF_A_DOUBLE, NO_TIMESTAMP, NO_UUID, TOO_LARGE } from './fault.ts';
import { TAG_ONE_BOOL, TAG_ONE_DOUBLE, TAG_ONE_INTEGER } from './wire-types.ts';

/** Returns why bytes from `start` to `end` are not a message; undefined if they are one. */
export function checkMessage(bytes: Uint8Array, start: number, end: number): Fault | undefined {
  if (end - start > constants.MAX_STRING_LENGTH) return TOO_LARGE;
  let uuidBytes = 0;
  let hasTimestamp = false;
  for (let at = start; at < end; ) {
    const tagAt = at;
    let tag = bytes[at++] as number;
    if (tag >= 0x80) {
      at = longTagEnd(bytes, tagAt, end);
      if (at < 0) return at as Fault;
      tag = varintOf(bytes, tagAt);
    }
    switch (tag) {
      case TAG_FIELDS: {
        const next = delimitedEnd(bytes, at, end);
        if (next < 0) return next as Fault;
        const fault = checkField(bytes, contentStart(bytes, at), next);
        if (fault !== undefined) return fault;
        at = next;
        break;
      }
      case TAG_UUID: {
        const next = delimitedEnd(bytes, at, end);
        uuidBytes = next - contentStart(bytes, at);
        at = next;
        break;
      }
      case TAG_TYPE:
      case TAG_LOGGER:
      case TAG_PAYLOAD:
      case TAG_ENV_VERSION:
      case TAG_HOSTNAME:
        at = delimitedEnd(bytes, at, end);
        break;
      case TAG_TIMESTAMP:
        hasTimestamp = true;
        at = varintEnd(bytes, at, end);
        break;
      case TAG_SEVERITY:
      case TAG_PID:
        at = varintEnd(bytes, at, end);
        break;
      default:
        at = skipMember(bytes, tagAt, end, 0);
    }
    if (at < 0) return at as Fault;
  }
  if (uuidBytes !== UUID_BYTES) return NO_UUID;
  return hasTimestamp ? undefined : NO_TIMESTAMP;
}

function checkField(bytes: Uint8Array, start: number, end: number): Fault | undefined {
  for (let at = start; at < end; ) {
    const tagAt = at;
    let tag = bytes[at++] as number;
    if (tag >= 0x80) {
      at = longTagEnd(bytes, tagAt, end);
      if (at < 0) return at as Fault;
      tag = varintOf(bytes, tagAt);
    }
    switch (tag) {
      case TAG_NAME:
      case TAG_REPRESENTATION:
      case TAG_VALUE_STRING:
      case TAG_VALUE_BYTES:
        at = delimitedEnd(bytes, at, end);
        break;
      case TAG_VALUE_TYPE:
      case TAG_ONE_INTEGER:
      case TAG_ONE_BOOL:
        at = varintEnd(bytes, at, end);
        break;
      case TAG_VALUE_INTEGER:
      case TAG_VALUE_BOOL: {
        const runEnd = delimitedEnd(bytes, at, end);
        if (runEnd >= 0) at = contentStart(bytes, at);
        while (at < runEnd && at >= 0) at = varintEnd(bytes, at, runEnd);
        if (runEnd < 0) at = runEnd;
        break;
      }
      case TAG_VALUE_DOUBLE: {
        const runEnd = delimitedEnd(bytes, at, end);
        const isWhole = runEnd < 0 || (runEnd - contentStart(bytes, at)) % 8 === 0;
        at = isWhole ? runEnd : HALF_A_DOUBLE;
        break;
      }
      case TAG_ONE_DOUBLE:
        at = fixedEnd(at + 8, end);
        break;
      default:
        at = skipMember(bytes, tagAt, end, 1);
    }
    if (at < 0) return at as Fault;
  }
  return undefined;
}
