/**
 * The parts that a message consists of. Each function checks the part that starts at `at` and must not go beyond `end`;
 * it gives the offset behind the part, or a {@link Fault}, which is negative.
 */
import { MAX_VARINT_BYTES } from '../varint.ts';
import {
  BEYOND_END,
  type Fault,
  LONG_VARINT,
  NO_TAG,
  NO_WIRE_TYPE,
  TOO_DEEP,
  WRONG_END_OF_GROUP,
} from './fault.ts';
import { DELIMITED, END_GROUP, FIXED_32, FIXED_64, START_GROUP, VARINT } from './wire-types.ts';

/** As protobufjs has it. */
const MAX_DEPTH = 100;

/**
 * Passes over a member that nobody reads.
 *
 * @param depth how deep it stands in messages and groups
 */
export function skipMember(bytes: Uint8Array, tag: number, at: number, end: number, depth: number): number {
  if (depth > MAX_DEPTH) return TOO_DEEP;
  if (tag >>> 3 === 0) return NO_TAG;
  switch (tag & 7) {
    case VARINT:
      return anyVarintEnd(bytes, at, end);
    case FIXED_64:
      return fixedEnd(at + 8, end);
    case DELIMITED:
      return delimitedEnd(bytes, at, end);
    case START_GROUP:
      return groupEnd(bytes, tag >>> 3, at, end, depth);
    case FIXED_32:
      return fixedEnd(at + 4, end);
    default:
      return NO_WIRE_TYPE;
  }
}

function groupEnd(bytes: Uint8Array, number: number, start: number, end: number, depth: number): number {
  for (let at = start; at >= 0; ) {
    const tagAt = at;
    at = longTagEnd(bytes, at, end);
    if (at < 0) return at;
    const tag = varintOf(bytes, tagAt);
    if ((tag & 7) === END_GROUP) {
      if (tag >>> 3 === 0) return NO_TAG;
      return tag >>> 3 === number ? at : WRONG_END_OF_GROUP;
    }
    at = skipMember(bytes, tag, at, end, depth + 1);
    if (at < 0) return at;
  }
  return start;
}

/** A key of more than one byte. */
export function longTagEnd(bytes: Uint8Array, at: number, end: number): number {
  return limitedVarintEnd(bytes, at, end, 0x0f, NO_TAG);
}

/** Checks a length and what it is the length of. */
export function delimitedEnd(bytes: Uint8Array, at: number, end: number): number {
  if (at >= end) return BEYOND_END;
  let length = bytes[at] as number;
  let contentAt = at + 1;
  if (length >= 0x80) {
    contentAt = limitedVarintEnd(bytes, at, end, 0x07, LONG_VARINT);
    if (contentAt < 0) return contentAt;
    length = varintOf(bytes, at);
  }
  return fixedEnd(contentAt + length, end);
}

/** Where the content starts whose checked length stands at `at`. */
export function contentStart(bytes: Uint8Array, at: number): number {
  let next = at + 1;
  while ((bytes[next - 1] as number) >= 0x80) next++;
  return next;
}

/** A varint of at most 5 bytes, the fifth of them at most `highest`. */
function limitedVarintEnd(
  bytes: Uint8Array,
  start: number,
  end: number,
  highest: number,
  fault: Fault,
): number {
  const fifth = start + 4;
  for (let at = start; at < end; at++) {
    const byte = bytes[at] as number;
    if (at === fifth) return byte <= highest ? at + 1 : fault;
    if (byte < 0x80) return at + 1;
  }
  return BEYOND_END;
}

/** The value of a checked varint of at most 5 bytes. */
export function varintOf(bytes: Uint8Array, start: number): number {
  let value = 0;
  for (let at = start, shift = 0; ; at++, shift += 7) {
    const byte = bytes[at] as number;
    value |= (byte & 0x7f) << shift;
    if (byte < 0x80) return value >>> 0;
  }
}

/** A varint of at most 10 bytes. */
export function varintEnd(bytes: Uint8Array, start: number, end: number): number {
  for (let at = start; at < end; at++) {
    if ((bytes[at] as number) < 0x80) return at - start < MAX_VARINT_BYTES ? at + 1 : LONG_VARINT;
  }
  return BEYOND_END;
}

/** A varint of any length: nobody reads its value. */
function anyVarintEnd(bytes: Uint8Array, start: number, end: number): number {
  for (let at = start; at < end; at++) if ((bytes[at] as number) < 0x80) return at + 1;
  return BEYOND_END;
}

/** What ends at `next` by its kind. */
export function fixedEnd(next: number, end: number): number {
  return next <= end ? next : BEYOND_END;
}
