/**
 * Heads: what pino itself writes at the beginning of a line. All of it but the time is the same in each line of one level
 * of one logger, so it is compared, not read; the headers that it stands for are bytes that the host has made.
 */

import {
  HAS_TIME,
  HEAD_COUNT_AT,
  HEAD_FLAGS,
  HEAD_PREFIX,
  HEAD_PREFIX_LENGTH,
  HEAD_SLOT_COUNT,
  HEAD_SLOTS_AT,
  HEAD_SUFFIX,
  HEAD_SUFFIX_LENGTH,
  HEADS_AT,
  LAST_TIME_AT,
  LAST_TIME_BYTES,
  TIME_AT,
  TIME_LENGTH_AT,
} from '../src/record/pino/lines/transcoder/memory-layout.ts';
import { CLOSE_BRACE, COMMA, copy, equal, QUOTE, stops, writeVarint } from './bytes.ts';
import { readClock, readTime } from './host.ts';
import { integer, isInteger, readNumber } from './number.ts';

/** Milliseconds of 13 digits whose nanoseconds fit 64 bits. */
const MIN_MS: u64 = 1_000_000_000_000;
const MAX_MS: u64 = 9_223_372_036_853;

/** Where a line goes on behind its head. */
export let headEnd: u32 = 0;

/** The milliseconds that `TIME_AT` holds; 0 if it holds another time. */
let lastMs: u64 = 0;

/** Bytes of the text in `LAST_TIME_AT`, which is the time that `TIME_AT` holds; 0 if there is none. */
let lastLength: u32 = 0;

/** Where the value of the time starts and ends. */
let timeAt: u32 = 0;
let timeEnd: u32 = 0;

/**
 * Finds the head of a line.
 *
 * @param afresh not to take the one of the last such line, for there is a longer one
 * @returns 0 if it is none that is known
 */
export function findHead(at: u32, afresh: bool): u32 {
  const first = (load<u64>(at) ^ (load<u64>(at + 8) * 31)) * 0x9e37_79b9_7f4a_7c15;
  const slot: u32 = HEAD_SLOTS_AT + (((first >> 60) as u32) & (HEAD_SLOT_COUNT - 1)) * 4;
  let head = load<u32>(slot);
  if (!afresh && head != 0 && isHead(head, at)) return head;
  const count = load<u32>(HEAD_COUNT_AT);
  for (let index: u32 = 0; index < count; index++) {
    head = load<u32>(HEADS_AT + (index << 2));
    if (isHead(head, at)) {
      store<u32>(slot, head);
      return head;
    }
  }
  return 0;
}

/** Whether a line begins with a head, whatever its time. */
function isHead(head: u32, at: u32): bool {
  const prefix = load<u32>(head, HEAD_PREFIX_LENGTH);
  if (!equal(at, load<u32>(head, HEAD_PREFIX), prefix)) return false;
  timeAt = at + prefix;
  timeEnd = timeAt;
  if (load<u32>(head, HEAD_FLAGS) & HAS_TIME) timeEnd = endOfTime(timeAt);
  const suffix = load<u32>(head, HEAD_SUFFIX_LENGTH);
  if (suffix != 0 && !equal(timeEnd, load<u32>(head, HEAD_SUFFIX), suffix)) return false;
  headEnd = timeEnd + suffix;
  const next: u32 = load<u8>(headEnd);
  // Only behind the opening brace a member needs no comma.
  return next == COMMA || next == CLOSE_BRACE || (next == QUOTE && headEnd == at + 1);
}

/** Where a number or a text ends. */
function endOfTime(at: u32): u32 {
  const bytes = v128.load(at);
  const others = i8x16.bitmask(i8x16.gt_u(i8x16.sub(bytes, i8x16.splat(0x30)), i8x16.splat(9)));
  let end: u32 = at + ctz(others | 0x1_0000);
  let byte: u32 = load<u8>(end);
  if (byte == COMMA || byte == CLOSE_BRACE) return end;
  if (byte != QUOTE || end != at) {
    // A sign, a fraction, an exponent.
    while (byte != COMMA && byte != CLOSE_BRACE && byte > 0x20) byte = load<u8>(++end);
    return end;
  }
  end++;
  while (true) {
    const found = stops(v128.load(end));
    if (found == 0) {
      end += 16;
      continue;
    }
    end += ctz(found);
    return load<u8>(end) == QUOTE ? end + 1 : end;
  }
}

/**
 * Reads the time of the head that was found.
 *
 * @returns false if it is no time
 */
export function readHeadTime(head: u32): bool {
  if ((load<u32>(head, HEAD_FLAGS) & HAS_TIME) == 0) {
    readClock();
    lastMs = 0;
    lastLength = 0;
    return true;
  }
  const length = timeEnd - timeAt;
  if (length == 13 && readNumber(timeAt) == timeEnd && isInteger) {
    const ms = integer as u64;
    if (ms == lastMs) return true;
    if (ms - MIN_MS <= MAX_MS - MIN_MS) {
      lastMs = ms;
      lastLength = 0;
      store<u32>(TIME_LENGTH_AT, writeVarint(TIME_AT, ms * 1_000_000) - TIME_AT);
      return true;
    }
  }
  if (length == lastLength && equal(timeAt, LAST_TIME_AT, length)) return true;
  if (readTime(timeAt, length) == 0) return false;
  lastMs = 0;
  lastLength = 0;
  if (length <= (LAST_TIME_BYTES as u32)) {
    lastLength = length;
    copy(LAST_TIME_AT, timeAt, length);
  }
  return true;
}
