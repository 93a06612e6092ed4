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
 * @param tagAt offset of its tag, which has been checked
 * @param depth how deep it stands in messages and groups
 */
export function skipMember(bytes: Uint8Array, tagAt: number, end: number, depth: number): number {
  if (depth > MAX_DEPTH) return TOO_DEEP;
  const tag = varintOf(bytes, tagAt);
  if (tag >>> 3 === 0) return NO_TAG;
  const at = contentStart(bytes, tagAt);
  switch (tag & 7) {
    case VARINT:
      return anyVarintEnd(bytes, at, end);
    case FIXED_64:
      return fixedEnd(at + 8, end);
    case DELIMITED:
      return delimitedEnd(bytes, at, end);
    case START_GROUP:
      return groupEnd(bytes, tagAt, end, depth);
    case FIXED_32:
      return fixedEnd(at + 4, end);
    default:
      return NO_WIRE_TYPE;
  }
}

/** @param startAt offset of the tag that starts the group */
function groupEnd(bytes: Uint8Array, startAt: number, end: number, depth: number): number {
  const number = varintOf(bytes, startAt) >>> 3;
  for (let at = contentStart(bytes, startAt); ; ) {
    const behindTag = longTagEnd(bytes, at, end);
    if (behindTag < 0) return behindTag;
    const tag = varintOf(bytes, at);
    if ((tag & 7) === END_GROUP) {
      if (tag >>> 3 === 0) return NO_TAG;
      return tag >>> 3 === number ? behindTag : WRONG_END_OF_GROUP;
    }
    at = skipMember(bytes, at, end, depth + 1);
    if (at < 0) return at;
  }
}

/** A key of more than one byte. */
export function longTagEnd(bytes: Uint8Array, at: number, end: number): number {
  return limitedVarintEnd(bytes, at, end, TAG_LIMIT);
}

/** Checks a length and what it is the length of. */
export function delimitedEnd(bytes: Uint8Array, at: number, end: number): number {
  if (at >= end) return BEYOND_END;
  let length = bytes[at] as number;
  let contentAt = at + 1;
  if (length >= 0x80) {
    contentAt = limitedVarintEnd(bytes, at, end, LENGTH_LIMIT);
    if (contentAt < 0) return contentAt;
    length = varintOf(bytes, at);
  }
  return fixedEnd(contentAt + length, end);
}

/** Where the content starts whose checked length, or tag, stands at `at`. */
export function contentStart(bytes: Uint8Array, at: number): number {
  let next = at + 1;
  while ((bytes[next - 1] as number) >= 0x80) next++;
  return next;
}

/** What a varint of at most 5 bytes may hold. */
interface VarintLimit {
  /** Of the fifth byte. */
  readonly highest: number;
  /** If it is larger. */
  readonly fault: Fault;
}

const TAG_LIMIT: VarintLimit = { highest: 0x0f, fault: NO_TAG };
const LENGTH_LIMIT: VarintLimit = { highest: 0x07, fault: LONG_VARINT };

function limitedVarintEnd(bytes: Uint8Array, start: number, end: number, limit: VarintLimit): number {
  const fifth = start + 4;
  for (let at = start; at < end; at++) {
    const byte = bytes[at] as number;
    if (at === fifth) return byte <= limit.highest ? at + 1 : limit.fault;
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
