import type { FrameBatch, FrameRoom } from './frame-store.ts';
import { GoneFrames } from './gone-frames.ts';

/** Bytes of an ordinary chunk. One socket write takes at most one chunk, and 64 KiB is the cheapest size for that. */
export const CHUNK_BYTES = 65_536;

/** Index bytes per frame: end offset (4), severity (1), time (4). */
const INDEX_BYTES_PER_FRAME = 9;
const ORDINAL_BYTES_PER_FRAME = 8;

/**
 * A block of whole frames, back to back, with an index in typed arrays: no object per frame.
 *
 * ```
 *   buffer      | frame 0 | frame 1     | frame 2 |  free    |
 *   ends                  ^ ends[0]     ^ ends[1] ^ ends[2] = used
 * ```
 */
export class Chunk implements FrameRoom {
  readonly buffer: Buffer;
  /** The same bytes, for an encoder that writes its frame here. */
  readonly view: DataView;
  /** End offset of each frame. */
  readonly ends: Uint32Array;
  /** Severity of each frame, 0 to 7. */
  readonly severities: Uint8Array;
  /** When each frame came, in the clock of the store. */
  readonly times: Uint32Array;
  /** Frames in the chunk. */
  count = 0;
  /** Bytes filled. */
  used = 0;
  /** Frames neither released nor dropped. */
  live = 0;
  /** True once a frame was taken: its bytes may be in a socket's hands, so nothing in here may move. */
  touched = false;
  /** Ordinal of frame 0. */
  firstOrdinal = 0;
  /** Ordinal of each frame, once frames have moved; until then it is `firstOrdinal` and the index. */
  #ordinals: Float64Array | undefined;
  readonly #gone = new GoneFrames();

  constructor(bytes: number, frames: number) {
    this.buffer = Buffer.allocUnsafeSlow(bytes);
    this.view = new DataView(this.buffer.buffer);
    this.ends = new Uint32Array(frames);
    this.severities = new Uint8Array(frames);
    this.times = new Uint32Array(frames);
  }

  /** Bytes that the chunk retains, its index included. */
  get cost(): number {
    const ordinalBytes = this.#ordinals === undefined ? 0 : this.ends.length * ORDINAL_BYTES_PER_FRAME;
    return chunkCost(this.buffer.length, this.ends.length) + ordinalBytes;
  }

  /** Bytes that one more frame may have. */
  get room(): number {
    return this.count < this.ends.length ? this.buffer.length - this.used : 0;
  }

  /** Index of the first frame that is neither released nor dropped. */
  get head(): number {
    return this.#gone.head;
  }

  /** Offset at which frame `index` begins. */
  startOf(index: number): number {
    return index === 0 ? 0 : (this.ends[index - 1] as number);
  }

  /** Ordinal of frame `index`. */
  ordinalOf(index: number): number {
    return this.#ordinals === undefined ? this.firstOrdinal + index : (this.#ordinals[index] as number);
  }

  /** Adds a frame, which may be there already, at `used`; the caller has checked {@link Chunk.room}. Returns its index. */
  append(source: Buffer, start: number, end: number, ordinal: number): number {
    const { used, count } = this;
    if (source !== this.buffer || start !== used) source.copy(this.buffer, used, start, end);
    this.used = used + end - start;
    this.ends[count] = this.used;
    if (count === 0) this.firstOrdinal = ordinal;
    if (this.#ordinals !== undefined) this.#ordinals[count] = ordinal;
    this.count = count + 1;
    this.live++;
    return count;
  }

  /**
   * Adds the frames of a batch from index `first` on, as many as there is room for.
   *
   * @param start where the first of them begins
   * @param ordinal of the first of them; the others follow
   * @returns how many were added
   */
  appendAll(batch: FrameBatch, first: number, start: number, ordinal: number): number {
    const { used, count } = this;
    const limit = start + this.buffer.length - used;
    const most = Math.min(batch.count - first, this.ends.length - count);
    let frames = 0;
    let end = start;
    while (frames < most && (batch.ends[first + frames] as number) <= limit) {
      end = batch.ends[first + frames] as number;
      this.ends[count + frames] = used + end - start;
      this.severities[count + frames] = batch.severities[first + frames] as number;
      if (this.#ordinals !== undefined) this.#ordinals[count + frames] = ordinal + frames;
      frames++;
    }
    if (frames === 0) return 0;
    if (batch.copyTo !== undefined) batch.copyTo(this.buffer, used, start, end);
    else if (batch.bytes !== this.buffer || start !== used) batch.bytes.copy(this.buffer, used, start, end);
    if (count === 0) this.firstOrdinal = ordinal;
    this.used = used + end - start;
    this.count = count + frames;
    this.live += frames;
    return frames;
  }

  /** Removes all frames but leaves their bytes and index in place, to {@link Chunk.adopt} those that stay. */
  rewind(): void {
    this.count = 0;
    this.used = 0;
    this.live = 0;
  }

  /** Adds frame `index` of `other`, or of this chunk after {@link Chunk.rewind}; the order must be kept. */
  adopt(other: Chunk, index: number): void {
    const { severities, times } = other;
    const [severity, time] = [severities[index] as number, times[index] as number];
    const ordinal = other.ordinalOf(index);
    if (ordinal !== this.firstOrdinal + this.count) this.#keepOrdinals();
    const place = this.append(other.buffer, other.startOf(index), other.ends[index] as number, ordinal);
    this.severities[place] = severity;
    this.times[place] = time;
  }

  /** Counts frames as released or dropped. */
  forget(from: number, to: number): void {
    this.live -= to - from;
    this.#gone.add(from, to);
  }

  /** Forgets all frames, so that the chunk can be filled again. */
  clear(): void {
    this.count = 0;
    this.used = 0;
    this.live = 0;
    this.touched = false;
    this.#ordinals = undefined;
    this.#gone.clear();
  }

  #keepOrdinals(): void {
    if (this.#ordinals !== undefined) return;
    this.#ordinals = new Float64Array(this.ends.length);
    for (let i = 0; i < this.ends.length; i += 1) this.#ordinals[i] = this.firstOrdinal + i;
  }
}

/** Bytes that a chunk of this shape retains. */
export function chunkCost(bytes: number, frames: number): number {
  return bytes + frames * INDEX_BYTES_PER_FRAME;
}
