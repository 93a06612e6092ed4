import type { FrameRun } from '../../../queue/frame-store.ts';
import type { Generation } from './generation.ts';

/** The most connections of a destination, including those that wait for their close. At the limit the generation grows. */
export const MAX_CONNECTIONS = 3;

/** The generations of a destination that have a connection or frames, and what they add up to. */
export class Generations {
  readonly #all = new Set<Generation>();
  /** Those that are no longer needed, and are closing. */
  readonly #leaving = new Set<Generation>();
  /** The one that frames are written to. */
  current: Generation | undefined;

  /** All of them, oldest first. */
  list(): Generation[] {
    return [...this.#all];
  }

  /** Those that we have ended and the peer has not closed. */
  ended(): Generation[] {
    return this.list().filter(({ state }) => state === 'ended');
  }

  /** Adds one that was opened just now. */
  add(generation: Generation): void {
    this.#all.add(generation);
  }

  /** Removes one that is confirmed or lost. */
  delete(generation: Generation): void {
    this.#all.delete(generation);
    if (this.current === generation) this.current = undefined;
  }

  /** Ends one that is no longer needed; it counts as a connection until it is closed. Its duty as a sentinel passes on. */
  async dismiss(generation: Generation): Promise<void> {
    this.delete(generation);
    this.#leaving.add(generation);
    generation.confirm();
    await generation.dismiss();
    this.#leaving.delete(generation);
  }

  /** Ends all connections. Resolves when they are closed, at most after `timeoutMs`. */
  async shutDown(timeoutMs: number): Promise<void> {
    const all = [...this.#all, ...this.#leaving];
    await Promise.all(all.map((generation) => generation.shutDown(timeoutMs)));
    this.#leaving.clear();
  }

  /** Open connections. */
  get connections(): number {
    let count = this.#leaving.size;
    for (const generation of this.#all) if (generation.isConnected) count++;
    return count;
  }

  /** Number of frames that the kernel has not taken. */
  get unwrittenFrames(): number {
    let frames = 0;
    for (const { unwrittenFrames } of this.#all) frames += unwrittenFrames;
    return frames;
  }

  /** The smallest ordinal among the frames that the kernel has not taken; Infinity if there are none. */
  get firstUnwrittenOrdinal(): number {
    let first = Number.POSITIVE_INFINITY;
    for (const generation of this.#all) first = Math.min(first, generation.firstUnwrittenOrdinal);
    return first;
  }

  /** The smallest ordinal among the frames that are not unsettled; Infinity if there are none. */
  get firstUnclosedOrdinal(): number {
    let first = Number.POSITIVE_INFINITY;
    for (const { state, cargo } of this.#all) {
      if (state !== 'unsettled') first = Math.min(first, cargo.firstOrdinal);
    }
    return first;
  }

  /** Number of frames that are unsettled. */
  get unsettledFrames(): number {
    let frames = 0;
    for (const { state, cargo } of this.#all) if (state === 'unsettled') frames += cargo.frames;
    return frames;
  }

  /** Takes away the frames that are unsettled. */
  takeUnsettled(): FrameRun[] {
    return this.list().flatMap(({ state, cargo }) => (state === 'unsettled' ? cargo.takeAll() : []));
  }

  /** Takes away all frames. */
  takeAll(): FrameRun[] {
    return this.list().flatMap(({ cargo }) => cargo.takeAll());
  }
}
