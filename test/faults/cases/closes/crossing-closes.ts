import type { CaseContext, CaseRow, FaultCase } from '../../runner/fault-case.ts';
import { atLeast, nothingLost } from '../../runner/outcome.ts';
import { waitUntil } from '../../scenarios/wait.ts';

/** Small generations: one ends about every 50 ms, and of three the peer closes one somewhere on its way. */
const confirmBytes = '16kb';
const closeAfter = { leastBytes: 1, mostBytes: 20_000, share: 1 / 3 };
const ratePerSecond = 1000;

/**
 * The peer closes a connection for itself while we end it. Its FIN looks like the answer to ours, and what we wrote last
 * meets a closed socket; the reset that says so comes when nobody listens any more.
 */
export const crossingCloses: readonly FaultCase[] = [0, 5, 20].map((delayMs) => ({
  name: `crossing-closes-${delayMs}`,
  title: `behind a relay that delays by ${delayMs} ms a peer closes connections while we end them: nothing is lost`,
  load: 'light',
  run: async ({ workshop, pick }: CaseContext): Promise<CaseRow[]> => {
    const times = pick(200, 40);
    const place = await workshop.receiver('tcp', { closeAfter: { ...closeAfter, times } });
    const { options } = await workshop.proxy(place, () => ({ kind: 'delay', ms: delayMs }));
    const run = await workshop.delivery({
      ...options,
      backoffStrategy: { name: 'exponential', initialDelay: 2, maxDelay: 10 },
      confirmBytes,
      settleTime: 250,
    });
    const work = run.producer.produce({ count: Number.MAX_SAFE_INTEGER, ratePerSecond });
    let closed = 0;
    await waitUntil('all closings are used up', async () => {
      closed = (await place.receiver.stats()).closedByUs;
      return closed >= times;
    });
    await run.producer.stopProducing();
    await work;
    const outcome = await run.finish(place);
    return [
      {
        label: `${times} crossing closes, relay of ${delayMs} ms`,
        outcome,
        checks: [...nothingLost(outcome), atLeast('closes', closed, times)],
      },
    ];
  },
}));
