import type { FrameRun } from '../../packages/core/src/queue/frame-store.ts';
import { createMemoryQueue } from '../../packages/core/src/queue/memory-queue.ts';

/** Frames of `byteLength` bytes each, as a store gives them. */
export function frameRun(frames: number, byteLength = 1): FrameRun {
  const store = createMemoryQueue(
    { maxBytes: 128 * 1_048_576 + 2 * frames * byteLength, overflow: 'drop-oldest' },
    { dropped: () => {}, reclaim: () => false },
  );
  const frame = Buffer.alloc(byteLength);
  for (let i = 0; i < frames; i += 1) store.push(frame, 0, byteLength, 6);
  const run = store.take(Number.MAX_SAFE_INTEGER);
  if (run === undefined || run.frames !== frames) throw new Error('the frames do not fit a chunk');
  return run;
}
