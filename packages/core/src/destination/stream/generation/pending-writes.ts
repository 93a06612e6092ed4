import type { Clock } from '../../../clock.ts';

interface Write {
  readonly frames: number;
  readonly ordinal: number;
}

/** The writes to a socket that the kernel has not taken yet, oldest first. */
export class PendingWrites {
  readonly #clock: Clock;
  readonly #writes: Write[] = [];
  #lastTakenAt: number;
  /** Since when something has been waiting and the kernel has taken nothing. */
  #waitingSince = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#lastTakenAt = clock.now();
  }

  get isEmpty(): boolean {
    return this.#writes.length === 0;
  }

  /** The number of frames that wait. */
  get frames(): number {
    return this.#writes.reduce((sum, { frames }) => sum + frames, 0);
  }

  /** The smallest ordinal among the frames that wait; Infinity if none do. */
  get firstOrdinal(): number {
    return this.#writes.reduce((first, { ordinal }) => Math.min(first, ordinal), Number.POSITIVE_INFINITY);
  }

  /** When the kernel last took something; at first, when the connection was opened. */
  get lastTakenAt(): number {
    return this.#lastTakenAt;
  }

  /** How long something has been waiting while the kernel has taken nothing, in ms; 0 if nothing waits. */
  get blockedMs(): number {
    return this.isEmpty ? 0 : this.#clock.now() - this.#waitingSince;
  }

  /** Frames were written. */
  add(frames: number, ordinal: number): void {
    if (this.isEmpty) this.#waitingSince = this.#clock.now();
    this.#writes.push({ frames, ordinal });
  }

  /** The kernel took the oldest write. Returns the number of its frames. */
  taken(): number {
    this.#lastTakenAt = this.#clock.now();
    this.#waitingSince = this.#lastTakenAt;
    return this.#writes.shift()?.frames ?? 0;
  }

  /** The connection is over: nothing more will be taken. */
  clear(): void {
    this.#writes.length = 0;
  }
}
