import type { Chunk } from './chunk.ts';
import { ChunkPool } from './chunk-pool.ts';
import { dropLeastSevere } from './drop-least-severe.ts';
import type { FrameBatch, FrameRoom, FrameRun, FrameStore, FrameStoreHooks } from './frame-store.ts';
import { FreshChunks } from './fresh-chunks.ts';
import { MemoryRun } from './memory-run.ts';
import type { QueueOptions } from './queue-options.ts';
import { Tally } from './tally.ts';

/** Opens a store in memory, bounded by `maxBytes`. */
export function createMemoryQueue(options: QueueOptions, hooks: FrameStoreHooks): FrameStore {
  return new MemoryQueue(options, hooks);
}

/** No severity is above it: a sweep may find something to drop for every frame. */
const NOT_SWEPT = 8;

/**
 * A store in memory: frames lie in chunks of 64 KiB, described by typed arrays.
 *
 * ```
 *      replay (in order)        fresh chunks, in order                      tail
 *   [ run ][ run ][ run ]   [#####|......][............][.......     ]  <- push()
 *      ^ take() first             ^ then from here                  |
 *                            # taken before                         free room
 * ```
 *
 * `retainedBytes` counts whole chunks with their index, so it is memory, not payload; the limit is checked only when a
 * chunk is opened.
 */
class MemoryQueue implements FrameStore {
  readonly maxBytes: number;
  time = 0;
  readonly #overflow: QueueOptions['overflow'];
  readonly #hooks: FrameStoreHooks;
  readonly #chunks: ChunkPool;
  readonly #fresh = new FreshChunks();
  #replay: MemoryRun[] = [];
  readonly #pending = new Tally();
  readonly #unsent = new Tally();
  #nextOrdinal = 0;
  /** Least severe level among the droppable frames when a sweep last found nothing to drop. */
  #sweptTo = NOT_SWEPT;

  constructor(options: QueueOptions, hooks: FrameStoreHooks) {
    this.maxBytes = options.maxBytes;
    this.#overflow = options.overflow;
    this.#hooks = hooks;
    this.#chunks = new ChunkPool(options.maxBytes);
  }

  get retainedBytes(): number {
    return this.#chunks.retainedBytes;
  }

  get pendingFrames(): number {
    return this.#pending.frames;
  }

  get pendingBytes(): number {
    return this.#pending.bytes;
  }

  get unsentFrames(): number {
    return this.#unsent.frames;
  }

  get returnedFrames(): number {
    return this.#replay.reduce((sum, { frames }) => sum + frames, 0);
  }

  get unsentBytes(): number {
    return this.#unsent.bytes;
  }

  get inFlightBytes(): number {
    return this.#pending.bytes - this.#unsent.bytes;
  }

  get nextOrdinal(): number {
    return this.#nextOrdinal;
  }

  get firstUnsentOrdinal(): number {
    const chunk = this.#fresh.first();
    const fresh = chunk === undefined ? this.#nextOrdinal : chunk.ordinalOf(this.#fresh.index);
    const replay = this.#replay[0];
    return replay === undefined ? fresh : Math.min(fresh, replay.ordinal);
  }

  get firstPendingOrdinal(): number {
    const chunk = this.#chunks.first;
    return chunk === undefined ? this.#nextOrdinal : chunk.ordinalOf(chunk.head);
  }

  get firstPendingTime(): number | undefined {
    const chunk = this.#chunks.first;
    return chunk?.times[chunk.head];
  }

  get tail(): FrameRoom | undefined {
    return this.#fresh.tail;
  }

  push(source: Buffer, start: number, end: number, severity: number): boolean {
    let tail = this.#fresh.tail;
    if (tail === undefined || end - start > tail.room) {
      tail = this.#openTail(end - start, severity);
      if (tail === undefined) return false;
    }
    const index = tail.append(source, start, end, this.#nextOrdinal);
    tail.severities[index] = severity;
    tail.times[index] = this.time;
    this.#nextOrdinal++;
    this.#pending.add(1, end - start);
    this.#unsent.add(1, end - start);
    return true;
  }

  pushAll(batch: FrameBatch): number {
    let accepted = 0;
    let start = batch.start;
    for (let first = 0; first < batch.count; ) {
      const added = this.#appendAll(batch, first, start);
      accepted += added;
      if (added === 0) {
        // The next frame needs another chunk, or is dropped by the policy.
        const end = batch.ends[first] as number;
        if (this.push(batch.bytes, start, end, batch.severities[first] as number)) accepted++;
      }
      first += Math.max(1, added);
      start = batch.ends[first - 1] as number;
    }
    return accepted;
  }

  take(maxBytes: number): MemoryRun | undefined {
    const run = this.#takeReplay(maxBytes) ?? this.#takeFresh(maxBytes);
    if (run === undefined) return undefined;
    run.chunk.touched = true;
    this.#unsent.subtract(run.frames, run.byteLength);
    return run;
  }

  release(run: FrameRun): void {
    this.#forget(own(run));
  }

  putBack(runs: readonly FrameRun[]): void {
    const returned = runs.map(own);
    for (const run of returned) {
      run.replays++;
      this.#unsent.add(run.frames, run.byteLength);
    }
    this.#replay = [...this.#replay, ...returned].sort((a, b) => a.ordinal - b.ordinal);
    this.#sweptTo = NOT_SWEPT;
  }

  dropUnsent(): number {
    const { frames } = this.#unsent;
    while (this.#unsent.frames > 0) this.#dropOldest();
    return frames;
  }

  rest(): void {
    this.#chunks.rest();
  }

  /** Adds as many frames of a batch to the tail as it has room for; returns how many. */
  #appendAll(batch: FrameBatch, first: number, start: number): number {
    const { tail } = this.#fresh;
    if (tail === undefined) return 0;
    const frames = tail.appendAll(batch, first, start, this.#nextOrdinal);
    if (frames === 0) return 0;
    tail.times.fill(this.time, tail.count - frames, tail.count);
    this.#nextOrdinal += frames;
    const bytes = (batch.ends[first + frames - 1] as number) - start;
    this.#pending.add(frames, bytes);
    this.#unsent.add(frames, bytes);
    return frames;
  }

  #takeReplay(maxBytes: number): MemoryRun | undefined {
    const replay = this.#replay[0];
    if (replay === undefined) return undefined;
    const frames = replay.within(maxBytes);
    if (frames < replay.frames) return replay.split(frames);
    this.#replay.shift();
    return replay;
  }

  #takeFresh(maxBytes: number): MemoryRun | undefined {
    const chunk = this.#fresh.first();
    if (chunk === undefined) return undefined;
    const rest = new MemoryRun(chunk, this.#fresh.index, chunk.count);
    const frames = rest.within(maxBytes);
    const run = frames < rest.frames ? rest.split(frames) : rest;
    this.#fresh.index = run.to;
    return run;
  }

  #openTail(bytes: number, severity: number): Chunk | undefined {
    const shape = this.#chunks.shape(bytes, this.#fresh.tail);
    if (!this.#fits(shape.cost) && !this.#makeRoom(shape.cost, severity)) return undefined;
    const chunk = this.#chunks.open(shape);
    this.#fresh.add(chunk);
    this.#sweptTo = NOT_SWEPT;
    return chunk;
  }

  #fits(bytes: number): boolean {
    return this.#chunks.retainedBytes + bytes <= this.maxBytes;
  }

  #makeRoom(bytes: number, severity: number): boolean {
    while (!this.#fits(bytes) && this.#hooks.reclaim());
    if (this.#fits(bytes)) return true;
    if (this.#overflow === 'drop-newest') return false;
    if (this.#overflow === 'drop-lowest-severity') {
      if (severity > this.#sweptTo) return false;
      this.#sweep(bytes, severity);
      return this.#fits(bytes);
    }
    let frames = 0;
    while (!this.#fits(bytes) && this.#unsent.frames > 0) {
      this.#dropOldest();
      frames++;
    }
    if (frames > 0) this.#hooks.dropped(frames);
    return this.#fits(bytes);
  }

  #sweep(bytes: number, severity: number): void {
    const room = Math.max(bytes, this.maxBytes / 16);
    const from = this.#fresh.index === 0 ? 0 : 1;
    const swept = dropLeastSevere(this.#fresh.list, from, room, severity);
    this.#sweptTo = swept.frames === 0 ? swept.leastSevere : NOT_SWEPT;
    this.#pending.subtract(swept.frames, swept.bytes);
    this.#unsent.subtract(swept.frames, swept.bytes);
    for (const chunk of swept.emptied) this.#chunks.free(chunk);
    this.#chunks.recount();
    if (swept.frames > 0) this.#hooks.dropped(swept.frames);
  }

  #dropOldest(): void {
    const run = this.#takeReplay(0) ?? this.#takeFresh(0);
    if (run === undefined) return;
    this.#unsent.subtract(run.frames, run.byteLength);
    this.#forget(run);
  }

  #forget(run: MemoryRun): void {
    const { chunk } = run;
    this.#pending.subtract(run.frames, run.byteLength);
    chunk.forget(run.from, run.to);
    if (chunk.live > 0) return;
    this.#fresh.remove(chunk);
    this.#chunks.free(chunk);
  }
}

function own(run: FrameRun): MemoryRun {
  if (!(run instanceof MemoryRun))
    throw new TypeError('a run of frames was given to a store that did not make it');
  return run;
}
