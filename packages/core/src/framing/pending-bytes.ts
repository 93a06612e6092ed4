const EMPTY = Buffer.alloc(0);
const SMALLEST = 4096;

/**
 * Bytes that wait for more: appended at one end, consumed at the other. Appending costs the bytes appended; what is
 * pending is moved only when at least as much has been consumed.
 */
export class PendingBytes {
  #storage: Buffer = EMPTY;
  #start = 0;
  #end = 0;

  /** How many bytes are pending. */
  get length(): number {
    return this.#end - this.#start;
  }

  /** The pending bytes; valid until the next call. */
  get bytes(): Buffer {
    return this.#storage.subarray(this.#start, this.#end);
  }

  /** Adds bytes at the end; they are copied. */
  append(bytes: Uint8Array): void {
    const { length } = bytes;
    if (length === 0) return;
    if (this.#end + length > this.#storage.length) this.#makeRoom(length);
    this.#storage.set(bytes, this.#end);
    this.#end += length;
  }

  /** Drops bytes at the start. */
  consume(bytes: number): void {
    this.#start += bytes;
    if (this.#start === this.#end) this.clear();
  }

  /** Drops everything, memory as well: an idle connection holds none. */
  clear(): void {
    this.#storage = EMPTY;
    this.#start = 0;
    this.#end = 0;
  }

  #makeRoom(length: number): void {
    const pending = this.bytes;
    const isRoomInFront = pending.length + length <= this.#storage.length && this.#start >= pending.length;
    const target = isRoomInFront
      ? this.#storage
      : Buffer.allocUnsafeSlow(Math.max(SMALLEST, (pending.length + length) * 2));
    target.set(pending, 0);
    this.#storage = target;
    this.#start = 0;
    this.#end = pending.length;
  }
}
