import { clockSeconds } from './workload.ts';

/** A producer that is late makes up for no more than this: it would run at full speed for long. */
const MAX_LATE_SECONDS = 0.1;

/**
 * Holds a producer to a rate.
 *
 * @param recordsPerSecond how fast it is
 * @param perTurn records per turn of the event loop
 * @returns what is awaited before each turn
 */
export function createPace(recordsPerSecond: number, perTurn: number): () => Promise<void> {
  const turnSeconds = perTurn / recordsPerSecond;
  let due = 0;
  return async () => {
    const now = clockSeconds();
    due = Math.max(due + turnSeconds, now - MAX_LATE_SECONDS);
    const waitMs = (due - now) * 1000;
    // A timer is good for whole milliseconds: shorter turns go together.
    if (waitMs >= 1) await new Promise((resolve) => setTimeout(resolve, waitMs));
  };
}
