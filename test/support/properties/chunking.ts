/** Seeded random numbers, and ways to cut a stream. */

/** A random generator of 32 bits (mulberry32): the same seed gives the same numbers. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b_79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
}

/** The stream in pieces whose sizes come from `nextSize`, each at least one byte. */
export function* cut(stream: Uint8Array, nextSize: () => number): Generator<Uint8Array> {
  for (let at = 0; at < stream.length; ) {
    const end = Math.min(stream.length, at + Math.max(1, nextSize()));
    yield stream.subarray(at, end);
    at = end;
  }
}
