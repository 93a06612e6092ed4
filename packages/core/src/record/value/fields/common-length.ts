/**
 * The length that the longest values of a message come down to when it is made to fit, as far as it is known while they
 * are still being written: what is behind that need not be encoded. So the work for a record is bounded, whatever it holds.
 *
 * Values are counted by powers of two: as soon as there are enough of at least 2^n bytes that these would fill the message by
 * themselves, no value can keep more.
 */
export class CommonLength {
  /** No value keeps more. */
  limit: number;
  readonly #room: number;
  /** How many values have 2^index bytes or more. */
  readonly #counts = new Uint32Array(32);

  /**
   * @param room bytes of a message
   */
  constructor(room: number) {
    this.#room = room;
    this.limit = room;
  }

  /** Starts a message. */
  restart(): void {
    this.limit = this.#room;
    this.#counts.fill(0);
  }

  /**
   * Counts a value.
   *
   * @returns how much of it is to be encoded
   */
  of(length: number): number {
    const counts = this.#counts;
    for (let power = 31 - Math.clz32(Math.min(length, this.limit)); power >= 0; power--) {
      const count = (counts[power] ?? 0) + 1;
      counts[power] = count;
      if (count * 2 ** power > this.#room) this.limit = Math.min(this.limit, 2 ** power);
    }
    return Math.min(length, this.limit);
  }
}
