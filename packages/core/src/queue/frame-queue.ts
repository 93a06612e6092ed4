import { CHUNK_BYTES, Chunk, chunkCost, type Segment, segmentLength, segmentOrdinal } from './chunk.ts';
import { dropLeastSevere } from './drop-least-severe.ts';
import type { QueueOptions } from './queue-options.ts';

/**
 * Free chunks kept for reuse where no frame waits (1 MiB). While frames wait all are kept: giving memory back and taking
 * it again at full speed makes the engine collect garbage all the time, for half of what a message costs otherwise.
 */
const IDLE_SPARE_CHUNKS = 16;
const MIN_INDEX = 64;
const MAX_INDEX = 2_048;

/** What the queue asks of its owner. */
export interface FrameQueueHooks {
  /** That many accepted frames were dropped to make room. */
  dropped(frames: number): void;
  /** The queue is full: release frames that are only kept as a replay window. True where any were. */
  reclaim(): boolean;
}

/**
 * The memory queue: every frame that is accepted and neither confirmed nor dropped lives here, in chunks.
 *
 * ```
 *      replay (in order)        fresh chunks, in order                      tail
 *   [ seg ][ seg ][ seg ]   [#####|......][............][.......     ]  <- push()
 *      ^ take() first             ^ then from here                  |
 *                            # taken before                         free room
 * ```
 *
 * A frame is *unsent* (in replay or fresh), *in flight* (taken, with the generation that carries it) or gone
 * (released or dropped). `retainedBytes` counts whole chunks with their index, so it is memory, not payload; the
 * limit is checked only when a chunk is opened.
 */
export class FrameQueue {
  readonly maxBytes: number;
  readonly #overflow: QueueOptions['overflow'];
  readonly #hooks: FrameQueueHooks;
  readonly #fresh: Chunk[] = [];
  #freshIndex = 0;
  #replay: Segment[] = [];
  readonly #spare: Chunk[] = [];
  #spareBytes = 0;
  #nextOrdinal = 0;
  #averageBytes = 512;
  #retainedBytes = 0;
  #pendingFrames = 0;
  #pendingBytes = 0;
  #unsentFrames = 0;
  #unsentBytes = 0;
  /** Least severe level among the droppable frames when a sweep last found nothing to drop; 8 is not known. */
  #sweptTo = 8;

  constructor(options: QueueOptions, hooks: FrameQueueHooks) {
    this.maxBytes = options.maxBytes;
    this.#overflow = options.overflow;
    this.#hooks = hooks;
  }

  /** Memory held by chunks with frames in them. */
  get retainedBytes(): number {
    return this.#retainedBytes;
  }

  /** Frames accepted and neither released nor dropped. */
  get pendingFrames(): number {
    return this.#pendingFrames;
  }

  /** Bytes of {@link FrameQueue.pendingFrames}. */
  get pendingBytes(): number {
    return this.#pendingBytes;
  }

  /** Frames that wait to be taken. */
  get unsentFrames(): number {
    return this.#unsentFrames;
  }

  /** Bytes of {@link FrameQueue.unsentFrames}. */
  get unsentBytes(): number {
    return this.#unsentBytes;
  }

  /** Bytes taken and neither released nor put back. */
  get inFlightBytes(): number {
    return this.#pendingBytes - this.#unsentBytes;
  }

  /** Share of `maxBytes` that is not free and not unsent: frames in flight, with the index of all. */
  get inFlightShare(): number {
    return (this.#retainedBytes - this.#unsentBytes) / this.maxBytes;
  }

  /** The place in the order of acceptance that the next frame gets. */
  get nextOrdinal(): number {
    return this.#nextOrdinal;
  }

  /** Lower bound of the place of the first unsent frame; `nextOrdinal` where there is none. */
  get firstUnsentOrdinal(): number {
    const replay = this.#replay[0];
    const fresh = this.#fresh[0];
    let ordinal = this.#nextOrdinal;
    if (fresh !== undefined && this.#freshIndex < fresh.count)
      ordinal = fresh.firstOrdinal + this.#freshIndex;
    return replay === undefined ? ordinal : Math.min(ordinal, segmentOrdinal(replay));
  }

  /** Time of the first unsent frame, undefined where there is none. */
  get firstUnsentTime(): number | undefined {
    const replay = this.#replay[0];
    if (replay !== undefined) return replay.chunk.times[replay.from];
    const fresh = this.#fresh[0];
    return fresh !== undefined && this.#freshIndex < fresh.count ? fresh.times[this.#freshIndex] : undefined;
  }

  /**
   * The chunk that the next frame goes into if it fits. It may be written there at once, at `used`, and then be given
   * to {@link FrameQueue.push}, before anything else is.
   */
  get tail(): Chunk | undefined {
    return this.#fresh[this.#fresh.length - 1];
  }

  /**
   * Takes a frame in, by copying it unless it was written into {@link FrameQueue.tail}.
   *
   * @param time any clock that fits 32 bits; given back by `firstUnsentTime` and the index of the chunk
   * @returns false where the queue is full and its policy drops this frame; the frame then does not count
   */
  push(source: Buffer, start: number, end: number, severity: number, time: number): boolean {
    let tail = this.#fresh[this.#fresh.length - 1];
    if (tail === undefined || end - start > tail.room) {
      tail = this.#openTail(end - start, severity);
      if (tail === undefined) return false;
    }
    if (tail.count === 0) tail.firstOrdinal = this.#nextOrdinal;
    tail.append(source, start, end, severity, time);
    this.#nextOrdinal += 1;
    this.#pendingFrames += 1;
    this.#unsentFrames += 1;
    this.#pendingBytes += end - start;
    this.#unsentBytes += end - start;
    return true;
  }

  /** Takes unsent frames of one chunk, at most `maxBytes` of them but at least one frame. Frames to replay come first. */
  take(maxBytes: number): Segment | undefined {
    const replay = this.#replay[0];
    let segment: Segment;
    if (replay !== undefined) {
      segment = cut(replay, maxBytes);
      if (segment === replay) this.#replay.shift();
      segment.chunk.replaying -= segment.to - segment.from;
    } else {
      const chunk = this.#firstFresh();
      if (chunk === undefined) return undefined;
      segment = cut({ chunk, from: this.#freshIndex, to: chunk.count, replays: 0 }, maxBytes);
      this.#freshIndex = segment.to;
    }
    segment.chunk.inFlight += segment.to - segment.from;
    this.#unsentFrames -= segment.to - segment.from;
    this.#unsentBytes -= segmentLength(segment);
    return segment;
  }

  /** Forgets frames that were taken. */
  release(segment: Segment): void {
    segment.chunk.inFlight -= segment.to - segment.from;
    this.#forget(segment);
  }

  /** Puts frames that were taken back, to be taken again before all others, in their old order. */
  putBack(segments: readonly Segment[]): void {
    for (const segment of segments) {
      const frames = segment.to - segment.from;
      segment.replays += 1;
      segment.chunk.inFlight -= frames;
      segment.chunk.replaying += frames;
      this.#unsentFrames += frames;
      this.#unsentBytes += segmentLength(segment);
    }
    this.#replay = [...this.#replay, ...segments].sort((a, b) => segmentOrdinal(a) - segmentOrdinal(b));
    this.#sweptTo = 8;
  }

  /** Drops everything unsent; returns the number of frames. The owner counts them. */
  dropUnsent(): number {
    const frames = this.#unsentFrames;
    while (this.#unsentFrames > 0) this.#dropOldest();
    return frames;
  }

  /** First fresh chunk with unsent frames; drops chunks that were taken whole from the list. */
  #firstFresh(): Chunk | undefined {
    for (;;) {
      const chunk = this.#fresh[0];
      if (chunk === undefined) return undefined;
      if (this.#freshIndex < chunk.count) return chunk;
      // The tail stays: it still has room for frames to come.
      if (this.#fresh.length === 1) return undefined;
      this.#fresh.shift();
      this.#freshIndex = 0;
    }
  }

  #openTail(bytes: number, severity: number): Chunk | undefined {
    const previous = this.#fresh[this.#fresh.length - 1];
    if (previous !== undefined && previous.count > 0) {
      this.#averageBytes = Math.max(1, previous.used / previous.count);
    }
    const size = Math.max(bytes, CHUNK_BYTES);
    const entries = Math.min(MAX_INDEX, Math.max(MIN_INDEX, Math.ceil((size / this.#averageBytes) * 1.1)));
    const cost = chunkCost(size, entries);
    if (this.#retainedBytes + cost > this.maxBytes && !this.#makeRoom(cost, severity)) return undefined;
    let chunk = size === CHUNK_BYTES ? this.#takeSpare() : undefined;
    // An index made for much larger frames would close the chunk early.
    if (chunk === undefined || chunk.ends.length * 2 < entries) chunk = new Chunk(size, entries);
    this.#retainedBytes += chunk.cost;
    while (this.#retainedBytes + this.#spareBytes > this.maxBytes && this.#takeSpare() !== undefined);
    this.#sweptTo = 8;
    if (this.#firstFresh() === undefined) {
      this.#fresh.length = 0;
      this.#freshIndex = 0;
    }
    this.#fresh.push(chunk);
    return chunk;
  }

  #makeRoom(bytes: number, severity: number): boolean {
    while (this.#retainedBytes + bytes > this.maxBytes && this.#hooks.reclaim());
    if (this.#retainedBytes + bytes <= this.maxBytes) return true;
    if (this.#overflow === 'drop-newest') return false;
    if (this.#overflow === 'drop-lowest-severity') {
      if (severity > this.#sweptTo) return false;
      this.#sweep(bytes, severity);
      return this.#retainedBytes + bytes <= this.maxBytes;
    }
    let frames = 0;
    while (this.#retainedBytes + bytes > this.maxBytes && this.#unsentFrames > 0) {
      this.#dropOldest();
      frames += 1;
    }
    if (frames > 0) this.#hooks.dropped(frames);
    return this.#retainedBytes + bytes <= this.maxBytes;
  }

  #sweep(bytes: number, severity: number): void {
    const room = Math.max(bytes, this.maxBytes / 16);
    const from = this.#freshIndex === 0 ? 0 : 1;
    const swept = dropLeastSevere(this.#fresh, from, room, severity);
    this.#sweptTo = swept.frames === 0 ? swept.leastSevere : 8;
    this.#pendingFrames -= swept.frames;
    this.#unsentFrames -= swept.frames;
    this.#pendingBytes -= swept.bytes;
    this.#unsentBytes -= swept.bytes;
    for (const chunk of swept.emptied) this.#recycle(chunk);
    if (swept.frames > 0) this.#hooks.dropped(swept.frames);
  }

  #dropOldest(): void {
    const replay = this.#replay[0];
    const chunk = replay === undefined ? this.#firstFresh() : replay.chunk;
    if (chunk === undefined) return;
    const from = replay === undefined ? this.#freshIndex : replay.from;
    const segment: Segment = { chunk, from, to: from + 1, replays: 0 };
    if (replay === undefined) {
      this.#freshIndex += 1;
    } else {
      replay.from += 1;
      chunk.replaying -= 1;
      if (replay.from === replay.to) this.#replay.shift();
    }
    this.#unsentFrames -= 1;
    this.#unsentBytes -= segmentLength(segment);
    this.#forget(segment);
  }

  #forget(segment: Segment): void {
    const { chunk } = segment;
    const frames = segment.to - segment.from;
    chunk.live -= frames;
    this.#pendingFrames -= frames;
    this.#pendingBytes -= segmentLength(segment);
    if (chunk.live > 0) return;
    const place = this.#fresh.indexOf(chunk);
    if (place >= 0) {
      this.#fresh.splice(place, 1);
      if (place === 0) this.#freshIndex = 0;
    }
    this.#recycle(chunk);
  }

  #recycle(chunk: Chunk): void {
    this.#retainedBytes -= chunk.cost;
    chunk.clear();
    if (chunk.buffer.length === CHUNK_BYTES) {
      this.#spare.push(chunk);
      this.#spareBytes += chunk.cost;
    }
    while (this.#pendingFrames === 0 && this.#spare.length > IDLE_SPARE_CHUNKS) this.#takeSpare();
  }

  #takeSpare(): Chunk | undefined {
    const chunk = this.#spare.pop();
    if (chunk !== undefined) this.#spareBytes -= chunk.cost;
    return chunk;
  }
}

/** The first frames of `segment` within `maxBytes`, at least one; takes them off `segment` where it is longer. */
function cut(segment: Segment, maxBytes: number): Segment {
  const { chunk, from } = segment;
  const limit = chunk.startOf(from) + maxBytes;
  if ((chunk.ends[segment.to - 1] as number) <= limit) return segment;
  let to = from + 1;
  while (to < segment.to && (chunk.ends[to] as number) <= limit) to += 1;
  if (to === segment.to) return segment;
  segment.from = to;
  return { chunk, from, to, replays: segment.replays };
}
