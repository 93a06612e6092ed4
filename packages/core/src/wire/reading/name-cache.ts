/** Taking a name from here costs a third less than making a new text of its bytes, and leaves no garbage. */
const SLOTS = 1024;
/** Longer ones are compared at the price of a new text. */
const MAX_BYTES = 40;

/**
 * Texts that come again and again, as the names of fields do: the last one that fell into each slot. What a stranger
 * sends can push names out and no more.
 */
export class NameCache {
  readonly #names: string[] = Array.from({ length: SLOTS }, () => '');
  readonly #read: (buffer: Buffer, start: number, end: number) => string;

  /** @param read makes a text of bytes */
  constructor(read: (buffer: Buffer, start: number, end: number) => string) {
    this.#read = read;
  }

  /** The text of the bytes from `start` to `end`. */
  textOf(buffer: Buffer, start: number, end: number): string {
    const length = end - start;
    if (length === 0 || length > MAX_BYTES) return this.#read(buffer, start, end);
    const slot = slotOf(buffer, start, end);
    const known = this.#names[slot] as string;
    if (known.length === length) {
      let index = 0;
      while (index < length && known.charCodeAt(index) === buffer[start + index]) index++;
      if (index === length) return known;
    }
    const name = this.#read(buffer, start, end);
    // The bytes of ASCII are its characters; other text will not be found.
    if (name.length === length) this.#names[slot] = name;
    return name;
  }
}

/** By length, first, middle and last byte: the primes spread the names that loggers write over the slots. */
function slotOf(buffer: Buffer, start: number, end: number): number {
  const first = buffer[start] as number;
  const middle = buffer[(start + end) >> 1] as number;
  const last = buffer[end - 1] as number;
  return ((end - start) * 61 + first * 7 + middle * 131 + last * 31) % SLOTS;
}
