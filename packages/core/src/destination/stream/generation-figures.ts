import type { FrameStore } from '../../queue/frame-store.ts';
import { Generations } from './generations.ts';

/** What a destination tells about its queue and its generations. */
export abstract class GenerationFigures {
  protected readonly queue: FrameStore;
  protected readonly generations = new Generations();
  protected closed = false;

  constructor(queue: FrameStore) {
    this.queue = queue;
  }

  /** Open connections. */
  get connections(): number {
    return this.closed ? 0 : this.generations.connections;
  }

  /** Frames that connections have and the kernel has not taken. */
  get unwrittenFrames(): number {
    return this.closed ? 0 : this.generations.unwrittenFrames;
  }

  /** Place, in the order of acceptance, of the oldest frame that the kernel has not taken. */
  get firstUnwrittenOrdinal(): number {
    return Math.min(this.queue.firstUnsentOrdinal, this.generations.firstUnwrittenOrdinal);
  }

  /** The same for frames neither confirmed nor unsettled. */
  get firstUnclosedOrdinal(): number {
    return Math.min(this.queue.firstUnsentOrdinal, this.generations.firstUnclosedOrdinal);
  }

  /** Messages of generations that closed cleanly at the end of life and have not settled. */
  get unsettled(): number {
    return this.closed ? 0 : this.generations.unsettled;
  }
}
