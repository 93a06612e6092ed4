import type { Chunk } from './chunk.ts';
import type { FrameRun } from './frame-store.ts';

/** Neighbouring frames of one chunk: from index `from` to the one before `to`. */
export class MemoryRun implements FrameRun {
  readonly chunk: Chunk;
  from: number;
  to: number;
  replays: number;

  constructor(chunk: Chunk, from: number, to: number, replays = 0) {
    this.chunk = chunk;
    this.from = from;
    this.to = to;
    this.replays = replays;
  }

  get frames(): number {
    return this.to - this.from;
  }

  get byteLength(): number {
    return (this.chunk.ends[this.to - 1] as number) - this.chunk.startOf(this.from);
  }

  get ordinal(): number {
    return this.chunk.ordinalOf(this.from);
  }

  get time(): number {
    return this.chunk.times[this.from] as number;
  }

  bytes(): Buffer {
    const { chunk, from, to } = this;
    return chunk.buffer.subarray(chunk.startOf(from), chunk.ends[to - 1]);
  }

  split(frames: number): MemoryRun {
    const first = new MemoryRun(this.chunk, this.from, this.from + frames, this.replays);
    this.from = first.to;
    return first;
  }

  join(next: FrameRun): boolean {
    if (!(next instanceof MemoryRun) || next.chunk !== this.chunk || next.from !== this.to) return false;
    this.to = next.to;
    this.replays = Math.max(this.replays, next.replays);
    return true;
  }

  /** The number of frames that lie within the first `maxBytes` bytes, at least one. */
  within(maxBytes: number): number {
    const { chunk, from, to } = this;
    const limit = chunk.startOf(from) + maxBytes;
    if ((chunk.ends[to - 1] as number) <= limit) return to - from;
    let end = from + 1;
    while (end < to && (chunk.ends[end] as number) <= limit) end++;
    return end - from;
  }
}
