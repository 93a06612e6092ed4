import { CHUNK_BYTES, Chunk, chunkCost } from './chunk.ts';
import { RecentPeak } from './recent-peak.ts';

/** Free chunks that are kept in any case (1 MiB). */
const MIN_SPARE_CHUNKS = 16;
const MIN_INDEX = 64;
const MAX_INDEX = 2_048;

/** The size of a chunk that is about to be opened. */
interface ChunkShape {
  readonly bytes: number;
  /** Entries of the index. */
  readonly entries: number;
  /** Bytes that it will retain. */
  readonly cost: number;
}

/**
 * The chunks of a queue: those in use, in the order of their frames, and free ones for reuse.
 *
 * As much is kept as was in use lately. Memory that was never touched is expensive: the kernel clears it page by page, and
 * the engine counts it and collects garbage for it. Where page faults are slow, as in some virtual machines, that costs
 * more than everything else that is done with a message.
 */
export class ChunkPool {
  readonly #maxBytes: number;
  readonly #inUse = new Set<Chunk>();
  readonly #spare: Chunk[] = [];
  readonly #peak = new RecentPeak();
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
    this.#peak.opened(chunk, this.#retainedBytes);
    while (this.#retainedBytes + this.#spareBytes > this.#maxBytes && this.#takeSpare() !== undefined);
    return chunk;
  }

  /** Frees a chunk whose frames are all gone. */
  free(chunk: Chunk): void {
    this.#inUse.delete(chunk);
    this.#peak.freed(chunk, this.#retainedBytes);
    this.#retainedBytes -= chunk.cost;
    chunk.clear();
    if (chunk.buffer.length === CHUNK_BYTES) {
      this.#spare.push(chunk);
      this.#spareBytes += chunk.cost;
    }
    this.#trim();
  }

  /** Nothing is expected soon: gives back what is kept for it. */
  rest(): void {
    this.#peak.forget();
    this.#trim();
  }

  /** Recounts what chunks in use retain, after frames have moved between them. */
  recount(): void {
    this.#retainedBytes = 0;
    for (const chunk of this.#inUse) this.#retainedBytes += chunk.cost;
  }

  #trim(): void {
    const keep = this.#peak.bytes - this.#retainedBytes;
    while (this.#spareBytes > keep && this.#spare.length > MIN_SPARE_CHUNKS) this.#takeSpare();
  }

  #takeSpare(): Chunk | undefined {
    const chunk = this.#spare.pop();
    if (chunk !== undefined) this.#spareBytes -= chunk.cost;
    return chunk;
  }
}
