/** Closes that are remembered. */
const REMEMBERED = 4;

/**
 * How long a byte takes to the peer and back, as the connections of a destination show it.
 *
 * Connecting takes at least one round trip, but maybe only to a relay that accepts at once and passes everything on with
 * a delay. The peer's FIN comes from the receiver itself: the time from our FIN to the answer is never shorter than the
 * whole way. It may be much longer, as the receiver reads to the end first, so the shortest of the last few counts.
 */
export class RoundTrip {
  readonly #closes: number[] = [];

  /** A connection was closed cleanly, `closeMs` after our FIN. */
  closed(closeMs: number): void {
    this.#closes.push(closeMs);
    if (this.#closes.length > REMEMBERED) this.#closes.shift();
  }

  /** The round trip of a connection that took `connectMs` to open, in ms; it may be too long. */
  of(connectMs: number): number {
    return this.#closes.length === 0 ? connectMs : Math.max(connectMs, Math.min(...this.#closes));
  }
}
