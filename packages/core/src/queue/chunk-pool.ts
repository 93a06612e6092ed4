import { CHUNK_BYTES, Chunk, chunkCost } from './chunk.ts';

/**
 * Free chunks kept for reuse while nothing is pending (1 MiB). While frames are pending all are kept: giving memory back
 * and taking it again at full speed makes the engine collect garbage all the time, for half of what a message costs
 * otherwise.
 */
const IDLE_SPARE_CHUNKS = 16;
const MIN_INDEX = 64;
const MAX_INDEX = 2_048;

/** The size of a chunk that is about to be opened. */
export interface ChunkShape {
  readonly bytes: number;
  /** Entries of the index. */
  readonly entries: number;
  /** Bytes that it will retain. */
  readonly cost: number;
}

/** The chunks of a queue: those in use, in the order of their frames, and free ones for reuse. */
export class ChunkPool {
  readonly #maxBytes: number;
  readonly #inUse = new Set<Chunk>();
  readonly #spare: Chunk[] = [];
  #spareBytes = 0;
  #retainedBytes = 0;
  #averageBytes = 512;

  /** @param maxBytes what chunks in use and free ones may retain together */
  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** Bytes that the chunks in use retain. */
  get retainedBytes(): number {
    return this.#retainedBytes;
  }

  /** The chunk in use that was opened first. */
  get first(): Chunk | undefined {
    for (const chunk of this.#inUse) return chunk;
    return undefined;
  }

  /**
   * Chooses the size of a chunk.
   *
   * @param frameBytes size of the frame that it is opened for
   * @param previous the chunk before, whose frames show how large the index must be
   */
  shape(frameBytes: number, previous: Chunk | undefined): ChunkShape {
    if (previous !== undefined && previous.count > 0) {
      this.#averageBytes = Math.max(1, previous.used / previous.count);
    }
    const bytes = Math.max(frameBytes, CHUNK_BYTES);
    const wanted = Math.ceil((bytes / this.#averageBytes) * 1.1);
    const entries = Math.min(MAX_INDEX, Math.max(MIN_INDEX, wanted));
    return { bytes, entries, cost: chunkCost(bytes, entries) };
  }

  /** Opens a chunk. Free ones give way until all fit the limit. */
  open({ bytes, entries }: ChunkShape): Chunk {
    let chunk = bytes === CHUNK_BYTES ? this.#takeSpare() : undefined;
    // An index made for much larger frames would close the chunk early.
    if (chunk === undefined || chunk.ends.length * 2 < entries) chunk = new Chunk(bytes, entries);
    this.#inUse.add(chunk);
    this.#retainedBytes += chunk.cost;
    while (this.#retainedBytes + this.#spareBytes > this.#maxBytes && this.#takeSpare() !== undefined);
    return chunk;
  }

  /** Frees a chunk whose frames are all gone. */
  free(chunk: Chunk): void {
    this.#inUse.delete(chunk);
    this.#retainedBytes -= chunk.cost;
    chunk.clear();
    if (chunk.buffer.length === CHUNK_BYTES) {
      this.#spare.push(chunk);
      this.#spareBytes += chunk.cost;
    }
    while (this.#inUse.size === 0 && this.#spare.length > IDLE_SPARE_CHUNKS) this.#takeSpare();
  }

  /** Counts anew what chunks in use retain, after frames have moved between them. */
  recount(): void {
    this.#retainedBytes = 0;
    for (const chunk of this.#inUse) this.#retainedBytes += chunk.cost;
  }

  #takeSpare(): Chunk | undefined {
    const chunk = this.#spare.pop();
    if (chunk !== undefined) this.#spareBytes -= chunk.cost;
    return chunk;
  }
}
