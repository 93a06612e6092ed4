/** How many closes are remembered. */
const REMEMBERED = 8;

/**
 * How long it takes to get an answer from the peer, as the connections of a destination show it.
 *
 * Connecting takes at least one round trip, but perhaps only to a relay that accepts at once and passes everything on with
 * a delay. The answer to our FIN comes from the receiver itself, so it never takes less than the whole way there and back.
 * The longest of the last few closes counts, because delays vary. It also includes what the receiver still had to read,
 * which only makes the estimate longer.
 */
export class RoundTrip {
  readonly #closes: number[] = [];

  /** A connection was closed cleanly, `closeMs` after our FIN. */
  closed(closeMs: number): void {
    this.#closes.push(closeMs);
    if (this.#closes.length > REMEMBERED) this.#closes.shift();
  }

  /** The round trip of a connection that took `connectMs` to open, in ms; rather too long than too short. */
  of(connectMs: number): number {
    return Math.max(connectMs, ...this.#closes);
  }
}
