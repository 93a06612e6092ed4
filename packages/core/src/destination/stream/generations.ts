import type { FrameRun } from '../../queue/frame-store.ts';
import type { Generation } from './generation.ts';

/** The generations of one destination that have a socket or frames, oldest first, and what they add up to. */
export class Generations {
  readonly #all = new Set<Generation>();
  /** Those that carry nothing and are closing. */
  readonly #leaving = new Set<Generation>();

  /** All of them, oldest first. */
  list(): Generation[] {
    return [...this.#all];
  }

  /** Those that were ended and not closed. */
  ended(): Generation[] {
    return this.list().filter((generation) => generation.state === 'ended');
  }

  /** Adds one that was opened just now. */
  add(generation: Generation): void {
    this.#all.add(generation);
  }

  /** Removes one that is confirmed or lost. */
  delete(generation: Generation): void {
    this.#all.delete(generation);
  }

  /** Ends one that carries nothing; it counts as a connection until it is closed. */
  async dismiss(generation: Generation): Promise<void> {
    this.#all.delete(generation);
    this.#leaving.add(generation);
    await generation.dismiss();
    this.#leaving.delete(generation);
  }

  /** Ends all connections. Resolves when they are closed, at most after `timeoutMs`. */
  async shutDown(timeoutMs: number): Promise<void> {
    const all = [...this.#all, ...this.#leaving];
    await Promise.all(all.map((generation) => generation.shutDown(timeoutMs)));
    this.#leaving.clear();
  }

  /** Removes and returns those adrift at `address`. */
  takeAdrift(address: string): Generation[] {
    const adrift = this.list().filter((one) => one.state === 'adrift' && one.address.key === address);
    for (const generation of adrift) this.#all.delete(generation);
    return adrift;
  }

  /** Open connections. */
  get connections(): number {
    let count = this.#leaving.size;
    for (const generation of this.#all) if (generation.connected) count += 1;
    return count;
  }

  /** Frames that the kernel has not taken. */
  get unwrittenFrames(): number {
    let frames = 0;
    for (const generation of this.#all) frames += generation.frames - generation.writtenFrames;
    return frames;
  }

  /** Place of the first frame in flight that the kernel has not taken; Infinity where there is none. */
  get firstUnwrittenOrdinal(): number {
    let first = Number.POSITIVE_INFINITY;
    for (const generation of this.#all) first = Math.min(first, generation.firstUnwrittenOrdinal);
    return first;
  }

  /** Place of the first frame in flight that is not unsettled; Infinity where there is none. */
  get firstUnclosedOrdinal(): number {
    let first = Number.POSITIVE_INFINITY;
    for (const generation of this.#all) {
      if (!generation.unsettled) first = Math.min(first, generation.firstOrdinal);
    }
    return first;
  }

  /** Frames of the generations that are unsettled. */
  get unsettled(): number {
    let frames = 0;
    for (const generation of this.#all) if (generation.unsettled) frames += generation.frames;
    return frames;
  }

  /** Takes the frames of the generations that are unsettled away. */
  takeUnsettled(): FrameRun[] {
    return this.list().flatMap((generation) => (generation.unsettled ? generation.takeAll() : []));
  }
}
