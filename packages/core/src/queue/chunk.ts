/** Bytes of an ordinary chunk. One socket write takes at most one chunk, and 64 KiB is the cheapest size for that. */
export const CHUNK_BYTES = 65_536;

/** Index bytes per frame: end offset (4), severity (1), time (4). */
const INDEX_BYTES_PER_FRAME = 9;

/**
 * A block of whole frames, back to back, with an index in typed arrays: no object per frame.
 *
 * ```
 *   buffer      | frame 0 | frame 1     | frame 2 |  free    |
 *   ends                  ^ ends[0]     ^ ends[1] ^ ends[2] = used
 * ```
 */
export class Chunk {
  readonly buffer: Buffer;
  /** The same bytes, for an encoder that writes its frame here. */
  readonly view: DataView;
  /** End offset of each frame. */
  readonly ends: Uint32Array;
  /** Severity of each frame, 0 to 7. */
  readonly severities: Uint8Array;
  /** When each frame came, in the clock of the queue. */
  readonly times: Uint32Array;
  /** Bytes that this chunk retains, its index included. */
  readonly cost: number;
  /** Frames in the chunk. */
  count = 0;
  /** Bytes filled. */
  used = 0;
  /** Frames neither released nor dropped. */
  live = 0;
  /** Frames taken and neither released nor put back. Their bytes may be in a socket's hands: they must not move. */
  inFlight = 0;
  /** Frames that wait to be sent again. */
  replaying = 0;
  /** A lower bound of the place of frame `i` in the order of acceptance is `firstOrdinal + i`. */
  firstOrdinal = 0;

  constructor(bytes: number, frames: number) {
    this.buffer = Buffer.allocUnsafeSlow(bytes);
    this.view = new DataView(this.buffer.buffer);
    this.ends = new Uint32Array(frames);
    this.severities = new Uint8Array(frames);
    this.times = new Uint32Array(frames);
    this.cost = chunkCost(bytes, frames);
  }

  /** Offset at which frame `index` begins. */
  startOf(index: number): number {
    return index === 0 ? 0 : (this.ends[index - 1] as number);
  }

  /** Bytes that one more frame may have. */
  get room(): number {
    return this.count < this.ends.length ? this.buffer.length - this.used : 0;
  }

  /** Adds a frame, which may be there already, at `used`; the caller has checked {@link Chunk.room}. */
  append(source: Buffer, start: number, end: number, severity: number, time: number): void {
    const used = this.used;
    if (source !== this.buffer || start !== used) source.copy(this.buffer, used, start, end);
    this.used = used + end - start;
    this.ends[this.count] = this.used;
    this.severities[this.count] = severity;
    this.times[this.count] = time;
    this.count += 1;
    this.live += 1;
  }

  /** Forgets all frames, so that the chunk can be filled anew. */
  clear(): void {
    this.count = 0;
    this.used = 0;
    this.live = 0;
    this.inFlight = 0;
    this.replaying = 0;
  }
}

/** Bytes that a chunk of this shape retains. */
export function chunkCost(bytes: number, frames: number): number {
  return bytes + frames * INDEX_BYTES_PER_FRAME;
}

/** A run of neighbouring frames of one chunk. */
export interface Segment {
  readonly chunk: Chunk;
  /** First frame. */
  from: number;
  /** One behind the last frame. */
  to: number;
  /** How often these frames were sent before without being confirmed. */
  replays: number;
}

/** The bytes of a segment: whole frames, back to back. A view, not a copy. */
export function segmentBytes(segment: Segment): Buffer {
  const { chunk, from, to } = segment;
  return chunk.buffer.subarray(chunk.startOf(from), chunk.ends[to - 1]);
}

/** Length of {@link segmentBytes} without making the view. */
export function segmentLength(segment: Segment): number {
  const { chunk, from, to } = segment;
  return (chunk.ends[to - 1] as number) - chunk.startOf(from);
}

/** Lower bound of the first frame's place in the order of acceptance. */
export function segmentOrdinal(segment: Segment): number {
  return segment.chunk.firstOrdinal + segment.from;
}
