/** The transcoder's memory, as the host sees it. */
export class TranscoderMemory {
  readonly bytes: Buffer;
  readonly view: DataView;
  readonly #words: Uint32Array;

  constructor(memory: ArrayBuffer) {
    this.bytes = Buffer.from(memory);
    this.view = new DataView(memory);
    this.#words = new Uint32Array(memory);
  }

  /** Reads a word of 32 bits. */
  word(at: number): number {
    return this.#words[at >>> 2] ?? 0;
  }

  /** Writes a word of 32 bits. */
  setWord(at: number, value: number): void {
    this.#words[at >>> 2] = value;
  }
}

/** A part of the memory that is filled from its beginning, in pieces that begin at multiples of 16. */
export class MemoryArea {
  readonly #memory: TranscoderMemory;
  readonly #start: number;
  readonly #end: number;
  #free: number;

  constructor(memory: TranscoderMemory, start: number, bytes: number) {
    this.#memory = memory;
    this.#start = start;
    this.#end = start + bytes;
    this.#free = start;
  }

  /** Forgets everything. */
  clear(): void {
    this.#free = this.#start;
  }

  /** Whether so many bytes are free, with up to 16 more for each of the pieces. */
  hasRoom(bytes: number, pieces: number): boolean {
    return this.#free + bytes + 32 * pieces <= this.#end;
  }

  /** Takes some bytes, all of them zero, and 16 more behind them; returns where they are. */
  take(bytes: number): number {
    const at = this.#free;
    this.#free = (at + bytes + 31) & ~15;
    this.#memory.bytes.fill(0, at, this.#free);
    return at;
  }

  /** Takes what the bytes need, and writes them there. */
  put(bytes: Uint8Array): number {
    const at = this.take(bytes.length);
    this.#memory.bytes.set(bytes, at);
    return at;
  }
}
