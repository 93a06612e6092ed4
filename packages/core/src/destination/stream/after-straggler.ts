/** The longest wait for a FIN that may be on its way. */
const MAX_ROUND_TRIP_MS = 1_000;

/**
 * Calls `end` when a FIN of the peer that was sent before would have been seen: after two turns of the event loop, for
 * one that is here already; and, where the peer is farther away, after a round trip more, for one that was on its way
 * when our last bytes left. A write and `end()` after an unseen close look clean in Node, and lose everything.
 */
export function afterStraggler(roundTripMs: number, end: () => void): void {
  const twoTurns = (): void => void setImmediate(() => setImmediate(end));
  if (roundTripMs < 2) twoTurns();
  else setTimeout(twoTurns, Math.min(roundTripMs, MAX_ROUND_TRIP_MS)).unref();
}
