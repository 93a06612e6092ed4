import type { Chunk } from './chunk.ts';

/** Chunks with frames that were never taken, in order, and the place of the first such frame. */
export class FreshChunks {
  /** In order; frames are pushed to the last one. */
  readonly list: Chunk[] = [];
  /** Index of the first frame of the first chunk that was never taken. */
  index = 0;

  /** The chunk that frames are pushed to. */
  get tail(): Chunk | undefined {
    return this.list[this.list.length - 1];
  }

  /** The chunk of the first frame that was never taken. Chunks that were taken whole leave the list. */
  first(): Chunk | undefined {
    for (;;) {
      const chunk = this.list[0];
      if (chunk === undefined) return undefined;
      if (this.index < chunk.count) return chunk;
      // The tail stays: it still has room for frames to come.
      if (this.list.length === 1) return undefined;
      this.list.shift();
      this.index = 0;
    }
  }

  /** Adds the next tail. */
  add(chunk: Chunk): void {
    if (this.first() === undefined) {
      this.list.length = 0;
      this.index = 0;
    }
    this.list.push(chunk);
  }

  /** Removes a chunk whose frames are all gone, if it is in the list. */
  remove(chunk: Chunk): void {
    const place = this.list.indexOf(chunk);
    if (place < 0) return;
    this.list.splice(place, 1);
    if (place === 0) this.index = 0;
  }
}
