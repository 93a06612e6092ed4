/**
 * Lines of pino to frames of Heka, without objects in between. A line that is in any way unusual is declined: the host
 * encodes it by the record path, which is what this here must agree with, byte for byte.
 */

import {
  DECLINED_AT,
  ENDS_AT,
  FRAMES_AT,
  HEAD_SEVERITY,
  HEAD_UNKNOWN_AT,
  MAX_FRAMES,
  MAX_MESSAGE_BYTES,
  NEXT_AT,
  OUTPUT_AT,
  OUTPUT_BYTES,
  OUTPUT_END_AT,
  ROOT_AT,
  SEVERITIES_AT,
} from '../src/record/pino/lines/transcoder/memory-layout.ts';
import { CLOSE_BRACE, COMMA, NEWLINE, QUOTE, RETURN } from './bytes.ts';
import { clearFields } from './fields.ts';
import { findHead, headEnd, readHeadTime } from './head.ts';
import { beginMembers, headGoesOn, writeMembers } from './members.ts';
import { writeFrame } from './message.ts';

/** Everything was read. */
const DONE = 0;
/** A line was declined. */
const DECLINED = 1;
/** There is no room for more frames. */
const FULL = 2;

/** The longest frame, and what may be written behind it. */
const MAX_FRAME_BYTES = MAX_MESSAGE_BYTES + 512;

/** Behind it there may be no room for one more frame. */
const LAST_FRAME: u32 = OUTPUT_AT + OUTPUT_BYTES - MAX_FRAME_BYTES;

/** Where the line goes on that was read last. */
let lineEnd: u32 = 0;

/**
 * Transcodes lines, behind the frames that are in the output already.
 *
 * @param at where the first line starts
 * @param end where the last one ends, behind its newline
 * @returns {@link DONE}, {@link DECLINED} or {@link FULL}
 */
export function transcode(at: u32, end: u32): u32 {
  let to = load<u32>(OUTPUT_END_AT);
  let frames = load<u32>(FRAMES_AT);
  let outcome: u32 = DONE;
  while (at < end) {
    if (frames == MAX_FRAMES || to > LAST_FRAME) {
      outcome = FULL;
      break;
    }
    let head = findHead(at, false);
    let frameEnd: u32 = 0;
    if (head != 0) {
      frameEnd = transcodeLine(head, at, to);
      if (frameEnd == 0 && headGoesOn) {
        head = findHead(at, true);
        frameEnd = transcodeLine(head, at, to);
      }
    }
    if (frameEnd == 0) {
      store<u32>(DECLINED_AT, at);
      store<u32>(HEAD_UNKNOWN_AT, head == 0 || headGoesOn ? 1 : 0);
      at = endOfLine(at);
      outcome = DECLINED;
      break;
    }
    to = frameEnd;
    at = lineEnd;
    store<u32>(ENDS_AT + (frames << 2), to);
    store<u8>(SEVERITIES_AT + frames, load<u8>(head, HEAD_SEVERITY));
    frames++;
  }
  store<u32>(NEXT_AT, at);
  store<u32>(OUTPUT_END_AT, to);
  store<u32>(FRAMES_AT, frames);
  return outcome;
}

/** Transcodes one line; returns where its frame ends, 0 if it is declined. */
function transcodeLine(head: u32, start: u32, to: u32): u32 {
  let at = headEnd;
  clearFields();
  const next: u32 = load<u8>(at);
  if (next == COMMA) at++;
  beginMembers(head, at);
  if (next == COMMA || next == QUOTE) at = writeMembers(load<u32>(ROOT_AT), at);
  else at++;
  if (at == 0) return 0;
  let byte: u32 = load<u8>(at);
  if (byte == RETURN) byte = load<u8>(++at);
  if (byte != NEWLINE || !readHeadTime(head)) return 0;
  lineEnd = at + 1;
  return writeFrame(head, to);
}

/** Where the next line starts. */
function endOfLine(at: u32): u32 {
  while (true) {
    const found = i8x16.bitmask(i8x16.eq(v128.load(at), i8x16.splat(NEWLINE as i8)));
    if (found != 0) return at + ctz(found) + 1;
    at += 16;
  }
}
