import type { FrameRun } from '../../../packages/core/src/queue/frame-store.ts';
import { createMemoryQueue } from '../../../packages/core/src/queue/memory-queue.ts';

/** What frames are to be like. */
interface FrameRunInit {
  /** Bytes of each. @default 1 */
  readonly byteLength?: number;
  /** How often they were put back. @default 0 */
  readonly replays?: number;
}

/** Frames as a store gives them. */
export function frameRun(frames: number, { byteLength = 1, replays = 0 }: FrameRunInit = {}): FrameRun {
  const store = createMemoryQueue(
    { maxBytes: 128 * 1_048_576 + 2 * frames * byteLength, overflow: 'drop-oldest' },
    { dropped: () => {}, reclaim: () => false },
  );
  const frame = Buffer.alloc(byteLength);
  for (let i = 0; i < frames; i++) store.push(frame, 0, byteLength, 6);
  for (let replay = 0; ; replay++) {
    const run = store.take(Number.MAX_SAFE_INTEGER);
    if (run?.frames !== frames) throw new Error('the frames do not fit a chunk');
    if (replay === replays) return run;
    store.putBack([run]);
  }
}
