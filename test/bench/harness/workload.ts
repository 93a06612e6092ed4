/** The other side of `run-workload.ts`: what a workload itself needs. */

/** What the workload was given. */
export function readSettings(): unknown {
  return JSON.parse(process.argv[2] ?? '{}');
}

/** Hands the result to the bench and ends the process: what is still queued does not matter any more. */
export function report(value: unknown): void {
  process.send?.({ value }, () => process.exit(0));
}

/** Seconds on a clock that all processes of this machine share. */
export function clockSeconds(): number {
  return Number(process.hrtime.bigint()) / 1e9;
}

/** The next turn of the event loop. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/**
 * Logs records as an application does that serves many requests: so many per turn of the event loop.
 *
 * @param perTurn records per turn
 * @param log takes the number of the record, from 0
 * @param ready waited for before each turn, by producers that respect it
 */
export async function logInTurns(
  records: number,
  perTurn: number,
  log: (index: number) => void,
  ready?: () => Promise<void>,
): Promise<void> {
  for (let index = 0; index < records; ) {
    await ready?.();
    const end = Math.min(records, index + perTurn);
    for (; index < end; index++) log(index);
    await nextTurn();
  }
}
