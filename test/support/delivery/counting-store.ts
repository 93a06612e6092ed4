import type {
  FrameBatch,
  FrameRoom,
  FrameRun,
  FrameStore,
  FrameStoreHooks,
} from '../../../packages/core/src/queue/frame-store.ts';
import { createMemoryQueue } from '../../../packages/core/src/queue/memory-queue.ts';

/** A store of another make: it counts what passes, and leaves the work to a memory queue. */
export class CountingStore implements FrameStore {
  accepted = 0;
  released = 0;
  dropped = 0;
  rests = 0;
  /** Nothing is written in place: every frame is copied. */
  readonly tail: FrameRoom | undefined = undefined;
  readonly #store: FrameStore;

  constructor(maxBytes: number, hooks: FrameStoreHooks) {
    this.#store = createMemoryQueue(
      { maxBytes, overflow: 'drop-oldest' },
      {
        dropped: (frames) => {
          this.dropped += frames;
          hooks.dropped(frames);
        },
        reclaim: () => hooks.reclaim(),
      },
    );
  }

  push(source: Buffer, start: number, end: number, severity: number): boolean {
    const taken = this.#store.push(source, start, end, severity);
    if (taken) this.accepted++;
    return taken;
  }

  pushAll(batch: FrameBatch): number {
    const taken = this.#store.pushAll(batch);
    this.accepted += taken;
    return taken;
  }

  take(maxBytes: number): FrameRun | undefined {
    return this.#store.take(maxBytes);
  }

  release(run: FrameRun): void {
    this.released += run.frames;
    this.#store.release(run);
  }

  putBack(runs: readonly FrameRun[]): void {
    this.#store.putBack(runs);
  }

  dropUnsent(): number {
    const frames = this.#store.dropUnsent();
    this.dropped += frames;
    return frames;
  }

  rest(): void {
    this.rests++;
    this.#store.rest();
  }

  get time(): number {
    return this.#store.time;
  }

  set time(time: number) {
    this.#store.time = time;
  }

  get maxBytes(): number {
    return this.#store.maxBytes;
  }

  get retainedBytes(): number {
    return this.#store.retainedBytes;
  }

  get pendingFrames(): number {
    return this.#store.pendingFrames;
  }

  get pendingBytes(): number {
    return this.#store.pendingBytes;
  }

  get returnedFrames(): number {
    return this.#store.returnedFrames;
  }

  get unsentFrames(): number {
    return this.#store.unsentFrames;
  }

  get unsentBytes(): number {
    return this.#store.unsentBytes;
  }

  get inFlightBytes(): number {
    return this.#store.inFlightBytes;
  }

  get nextOrdinal(): number {
    return this.#store.nextOrdinal;
  }

  get firstUnsentOrdinal(): number {
    return this.#store.firstUnsentOrdinal;
  }

  get firstPendingOrdinal(): number {
    return this.#store.firstPendingOrdinal;
  }

  get firstPendingTime(): number | undefined {
    return this.#store.firstPendingTime;
  }
}
