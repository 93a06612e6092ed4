const CHUNK_BYTES = 65_536;

/** A chunk of frames that is filled again from the start when it is full: as if each had been sent. */
export class FrameChunk {
  readonly #bytes = Buffer.alloc(CHUNK_BYTES);
  #start = 0;
  #end = 0;

  /** The frame that was added last. */
  get last(): Buffer {
    return this.#bytes.subarray(this.#start, this.#end);
  }

  /** Copies a frame in; returns its length. */
  append(source: Buffer, start: number, end: number): number {
    this.#start = this.#end + end - start > CHUNK_BYTES ? 0 : this.#end;
    this.#end = this.#start + end - start;
    source.copy(this.#bytes, this.#start, start, end);
    return end - start;
  }
}
