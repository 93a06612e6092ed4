import type { MessageEncoder } from '../message-encoder.ts';
import { varintSize, writeVarint } from '../varint.ts';

/** The largest length whose varint is one byte. */
export const ONE_BYTE = 0x7f;

/**
 * Writes the length of what has been written behind it already.
 *
 * The width of a length is guessed before the content is written: from the number of characters, which is right for all
 * ASCII text, or from the number of values. If the guess was wrong, the content is moved.
 *
 * @param at where the length goes
 * @param contentAt where the content was put
 * @param end where it ends
 * @returns where it ends now
 */
export function writeLength(encoder: MessageEncoder, at: number, contentAt: number, end: number): number {
  const size = end - contentAt;
  const moved = at + varintSize(size) - contentAt;
  if (moved !== 0) encoder.buffer.copyWithin(contentAt + moved, contentAt, end);
  writeVarint(encoder.buffer, at, size);
  return end + moved;
}
