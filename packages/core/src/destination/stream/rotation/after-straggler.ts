import type { Clock } from '../../../clock.ts';
import type { Generation } from '../generation/generation.ts';

/** The shortest wait between the last write and `end()`. It costs nothing: the next connection carries on meanwhile. */
const LEAST_MS = 50;
/** The same at the end of life. */
const LEAST_URGENT_MS = 10;
/** The longest wait, for what a connection shows of its round trip may be far too long. */
const MOST_MS = 1_000;

/** What to wait for. */
export interface Straggler {
  readonly generation: Generation;
  readonly roundTripMs: number;
  /** True at the end of life. */
  readonly isUrgent: boolean;
}

/**
 * Calls `end` when a close of the peer that crossed our last write would have been seen.
 *
 * Peers close connections for themselves as well. What we wrote before that close reached us is lost, and if our `end()`
 * is called before it as well, both ends look clean: our FIN went out, the peer's FIN came in after it. The reset with
 * which the peer's kernel answers our bytes comes too late to be seen. So two round trips must pass between the last
 * write and `end()`: in the first our bytes reach the peer and a close that crossed them reaches us; the second is for
 * what a round trip varies. Then two turns of the event loop, for a FIN that is here already and was not looked at.
 */
export function afterStraggler(
  { generation, roundTripMs, isUrgent }: Straggler,
  clock: Clock,
  end: () => void,
): void {
  const giveUpAt = clock.now() + MOST_MS;
  const quietMs = Math.min(Math.max(2 * roundTripMs, isUrgent ? LEAST_URGENT_MS : LEAST_MS), MOST_MS);
  const look = (): void => {
    const now = clock.now();
    // What a stalled peer's kernel does not take must not hold the end up for ever.
    const leftMs = Math.min(
      generation.isAllTaken ? generation.lastTakenAt + quietMs - now : quietMs,
      giveUpAt - now,
    );
    if (leftMs > 0) clock.setTimeout(look, leftMs).unref();
    else clock.setImmediate(() => clock.setImmediate(end));
  };
  look();
}
