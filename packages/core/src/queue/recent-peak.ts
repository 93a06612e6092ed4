import type { Chunk } from './chunk.ts';

/** What is left of a peak after each lower turnover: an uneven load needs some memory, and an outage is forgotten. */
const DECAY = 0.9;

/**
 * How many bytes of chunks were in use at most, lately. It knows no clock and counts in turnovers: one begins when a
 * chunk is opened, and ends when that chunk is free, so that what was in use at its beginning is gone, or nearly. With
 * at-least-once delivery that takes as long as messages wait for their confirmation.
 *
 * ```
 *   in use        /\      _
 *                /  \_/\_/ \___/\___/\
 *   turnover  |--1--|--2--|--3--|--4--|
 *   bytes       max  max   0.9   0.81     of the peak in 1
 * ```
 */
export class RecentPeak {
  /** What is left of earlier turnovers. */
  #before = 0;
  /** The most in this turnover. */
  #highest = 0;
  /** The chunk that this turnover began with. */
  #first: Chunk | undefined;

  /** The most bytes that were in use. */
  get bytes(): number {
    return Math.max(this.#before, this.#highest);
  }

  /** A chunk was opened, and `inUse` bytes are in use now. */
  opened(chunk: Chunk, inUse: number): void {
    this.#first ??= chunk;
    if (inUse > this.#highest) this.#highest = inUse;
  }

  /** A chunk is free, and until now `inUse` bytes were in use, it included. */
  freed(chunk: Chunk, inUse: number): void {
    if (chunk !== this.#first) return;
    this.#before = Math.max(this.#highest, this.#before * DECAY);
    this.#highest = inUse;
    this.#first = undefined;
  }

  /** Forgets what was. */
  forget(): void {
    this.#before = 0;
    this.#highest = 0;
  }
}
