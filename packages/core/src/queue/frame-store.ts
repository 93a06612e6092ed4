/**
 * Whole frames of a store that were taken together and lie back to back. It belongs to the store that made it, until it
 * is released or put back; until then its bytes neither move nor change.
 */
export interface FrameRun {
  /** Number of frames. */
  readonly frames: number;
  /** Length of {@link FrameRun.bytes}. */
  readonly byteLength: number;
  /** Place of the first frame in the order of acceptance. */
  readonly ordinal: number;
  /** When the first frame was accepted; see {@link FrameStore.time}. */
  readonly time: number;
  /** How often its frames were put back, at most. */
  readonly replays: number;
  /** The frames: a view, not a copy. */
  bytes(): Buffer;
  /** Takes the first `frames` frames away, as a run of their own. This run keeps the others, at least one. */
  split(frames: number): FrameRun;
  /**
   * Takes the frames of `next` over if they lie directly behind those of this run, so that many small runs become one.
   *
   * @returns false if they lie elsewhere; otherwise `next` is used up
   */
  join(next: FrameRun): boolean;
}

/** Free memory that the next frame may be written into, before it is pushed. */
export interface FrameRoom {
  readonly buffer: Buffer;
  /** The same bytes. */
  readonly view: DataView;
  /** Where the free bytes begin. */
  readonly used: number;
  /** Number of free bytes behind `used`. */
  readonly room: number;
}

/** Finished frames, one after the other, in a buffer that stays the caller's. */
export interface FrameBatch {
  readonly bytes: Buffer;
  /** Where the first frame begins. */
  readonly start: number;
  /** Where each frame ends, in `bytes`; the next one begins there. */
  readonly ends: Uint32Array;
  /** Severity of each frame, 0 to 7. */
  readonly severities: Uint8Array;
  /** Number of frames: the first entries of `ends` and `severities`. The rest of both is not looked at. */
  readonly count: number;
  /**
   * Copies from `start` to `end` of `bytes`, if the owner has a quicker way than `Buffer.copy`, which takes several times
   * as long as the bytes of one frame. Up to 63 bytes behind them may be overwritten, as far as `target` goes.
   */
  copyTo?(target: Buffer, at: number, start: number, end: number): void;
}

/** What a store needs from its owner. */
export interface FrameStoreHooks {
  /** That many accepted frames were dropped to make room. */
  dropped(frames: number): void;
  /** The store is full: release frames that are only kept for a replay. True if there were any. */
  reclaim(): boolean;
}

/** Opens a store for the owner that answers to `hooks`. */
export type OpenStore = (hooks: FrameStoreHooks) => FrameStore;

/**
 * Holds every frame that was accepted and is neither released nor dropped, in the order of acceptance.
 *
 * ```
 *            push            take             release
 *   (room) -------> unsent -------> in flight -------> (gone)
 *                     | ^              |
 *                     | +--------------+
 *                     |     putBack
 *                     +--> (dropped: no room, or dropUnsent)
 * ```
 *
 * A frame's *ordinal* is its place in the order of acceptance: 0, 1, 2, ... It is exact, whatever was dropped or put
 * back meanwhile. Frames may be released in any order; {@link FrameStore.firstPendingOrdinal} acknowledges releases in
 * the order of acceptance, and never goes back: a store that outlives the process keeps that as its cursor.
 *
 * No operation throws, blocks, or calls back later.
 */
export interface FrameStore {
  /** The most bytes that it retains. */
  readonly maxBytes: number;
  /** Bytes retained: memory or disk, not only the frames themselves. */
  readonly retainedBytes: number;
  /** Frames accepted and neither released nor dropped. */
  readonly pendingFrames: number;
  /** Bytes of the pending frames. */
  readonly pendingBytes: number;
  /** Pending frames that wait to be taken. */
  readonly unsentFrames: number;
  /** Unsent frames that were taken before, and put back. */
  readonly returnedFrames: number;
  /** Bytes of the unsent frames. */
  readonly unsentBytes: number;
  /** Bytes that are taken and neither released nor put back. */
  readonly inFlightBytes: number;
  /** The ordinal that the next frame gets. */
  readonly nextOrdinal: number;
  /** Ordinal of the first unsent frame; `nextOrdinal` if there is none. */
  readonly firstUnsentOrdinal: number;
  /** Ordinal of the first pending frame; `nextOrdinal` if there is none. Everything before it was released or dropped. */
  readonly firstPendingOrdinal: number;
  /** Time of the first pending frame; undefined if there is none. */
  readonly firstPendingTime: number | undefined;
  /**
   * Time of the frames that are pushed from now on, in 32 bits. The store gives it back and knows no clock. Whoever
   * pushes sets it, as often as is precise enough.
   */
  time: number;
  /**
   * Where the next frame may be written, at `used`, and then be pushed before anything else is: it need not be copied.
   * Undefined if there is no such place.
   */
  readonly tail: FrameRoom | undefined;

  /**
   * Accepts the frame at `start` to `end` of `source`, and copies it unless it was written to {@link FrameStore.tail}.
   *
   * @param severity 0 to 7; what the overflow policy may go by
   * @returns false if the store is full and its policy drops this frame; the frame then has no ordinal
   */
  push(source: Buffer, start: number, end: number, severity: number): boolean;
  /** Does what {@link FrameStore.push} does for each frame of a batch, at less cost. Returns the number of accepted frames. */
  pushAll(batch: FrameBatch): number;
  /** Takes unsent frames, at most `maxBytes` of them but at least one. Frames that were put back come first. */
  take(maxBytes: number): FrameRun | undefined;
  /** Forgets frames that were taken. */
  release(run: FrameRun): void;
  /** Puts frames that were taken back, to be taken again before all others, in their old order. */
  putBack(runs: readonly FrameRun[]): void;
  /** Drops everything unsent. Returns the number of frames; the owner counts them, {@link FrameStoreHooks.dropped} does not. */
  dropUnsent(): number;
  /** Nothing is expected soon: gives back what is kept for frames to come. */
  rest(): void;
}
