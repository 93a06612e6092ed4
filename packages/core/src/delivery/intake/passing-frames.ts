import type { MessageFilter } from '../../filter/message-filter.ts';
import type { FrameBatch } from '../../queue/frame-store.ts';
import { FRAMING_BYTES } from '../../wire/framing-bytes.ts';

/**
 * The frames of a batch whose messages pass a filter: those that lie back to back together, nothing copied.
 *
 * @param framing false: each frame is a bare message
 */
export function* passingFrames(
  batch: FrameBatch,
  filter: MessageFilter,
  framing: boolean,
): Generator<FrameBatch> {
  const { bytes, ends, severities, count } = batch;
  const part = (start: number, first: number, end: number): FrameBatch => ({
    bytes,
    start,
    ends: ends.subarray(first, end),
    severities: severities.subarray(first, end),
    count: end - first,
  });
  let first = 0;
  let start = batch.start;
  let at = start;
  for (let index = 0; index < count; index++) {
    const end = ends[index] as number;
    const messageAt = framing ? at + FRAMING_BYTES + (bytes[at + 1] as number) : at;
    if (!filter.passes({ buffer: bytes, start: messageAt, end })) {
      if (index > first) yield part(start, first, index);
      first = index + 1;
      start = end;
    }
    at = end;
  }
  if (count > first) yield part(start, first, count);
}
