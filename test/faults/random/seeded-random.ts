/**
 * A repeatable source of choices: the same seed makes the same choices on every machine.
 * The generator is mulberry32 (32 bits of state), more than enough to pick kill times and sizes.
 */
export class SeededRandom {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** A number in [0, 1). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  }

  /** An integer from `least` to `most`, both included. */
  integer(least: number, most: number): number {
    return least + Math.floor(this.next() * (most - least + 1));
  }

  /** True once in `of` times. */
  one(of: number): boolean {
    return this.integer(1, of) === 1;
  }

  /** One of some values, of which there must be any. */
  pick<T>(values: readonly T[]): T {
    return values[this.integer(0, values.length - 1)] as T;
  }

  /** A new independent generator for the part called `name`, so that parts do not shift each other's choices. */
  fork(name: string): SeededRandom {
    let seed = this.#state;
    for (const character of name) seed = Math.imul(seed ^ character.charCodeAt(0), 0x01000193) >>> 0;
    return new SeededRandom(seed);
  }
}
