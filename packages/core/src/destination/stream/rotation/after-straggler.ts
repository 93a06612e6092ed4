import type { Clock } from '../../../clock.ts';
import type { Generation } from '../generation/generation.ts';

/** The shortest time between the last write and `end()`. It costs nothing: the next connection carries on meanwhile. */
const LEAST_MS = 50;
/** The same at the end of life. */
const LEAST_URGENT_MS = 10;
/** The longest time: what a connection shows of its round trip may be far too long. */
const MOST_MS = 1_000;

/** What to wait for. */
interface Straggler {
  readonly generation: Generation;
  readonly roundTripMs: number;
  /** True at the end of life. */
  readonly isUrgent: boolean;
}

/**
 * Calls `end` once we would have noticed if the peer had closed the connection on its own while our last bytes were under
 * way.
 *
 * What we write before we have seen such a close is lost. If we also call `end()` before we have seen it, everything looks
 * clean: our FIN went out, and the peer's FIN came in after it. The reset with which the peer's kernel answers our bytes
 * comes too late for us. So two round trips have to pass between the last write and `end()`. During the first one our
 * bytes reach the peer, and a close that crossed them reaches us; the second one allows for round trips that vary. After
 * that two turns of the event loop have to pass, for a FIN that has arrived and has not been read yet.
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
    // Bytes that the kernel does not take, because the peer is stalled, must not hold up the end indefinitely.
    const leftMs = Math.min(
      generation.isAllTaken ? generation.lastTakenAt + quietMs - now : quietMs,
      giveUpAt - now,
    );
    if (leftMs > 0) clock.setTimeout(look, leftMs).unref();
    else clock.setImmediate(() => clock.setImmediate(end));
  };
  look();
}
