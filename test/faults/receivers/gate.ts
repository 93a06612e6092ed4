/** Bytes that a receiver with a blocked output still takes, over all connections: hekad's pool of packs. */
const poolBytes = 1024 * 1024;

/** The way from the connections to the output. While it is shut, connections hold what they read; when the pool is full they stop reading. */
export class Gate {
  #shut = false;
  heldBytes = 0;
  readonly #onOpen = new Set<() => void>();

  get shut(): boolean {
    return this.#shut;
  }

  get full(): boolean {
    return this.heldBytes >= poolBytes;
  }

  /** Calls `listener` each time the gate opens. */
  onOpen(listener: () => void): void {
    this.#onOpen.add(listener);
  }

  remove(listener: () => void): void {
    this.#onOpen.delete(listener);
  }

  close(): void {
    this.#shut = true;
  }

  open(): void {
    this.#shut = false;
    for (const listener of this.#onOpen) listener();
  }
}
