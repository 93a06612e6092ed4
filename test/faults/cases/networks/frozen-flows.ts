import { setTimeout as sleep } from 'node:timers/promises';
import type { CaseContext, CaseRow, FaultCase } from '../../runner/fault-case.ts';
import { atMost, nothingLost } from '../../runner/outcome.ts';
import { waitUntil } from '../../scenarios/wait.ts';

const settleTime = 500;
const ratePerSecond = 200;
/** For a busy machine. */
const slackMs = 2000;
/** Three connections that wait are doubted after this long. */
const crowdedMs = 1000;
/** Not more than this passes between a wish for a new connection and its first message at the receiver. */
const atOnceMs = 1000;

const frozen = [
  { flows: 1, what: 'the only connection freezes' },
  { flows: 2, what: 'both connections freeze' },
  { flows: 3, what: 'all three connections freeze' },
] as const;

/**
 * A firewall that loses its state: all flows of a client stop at the same moment, without a word, and every new
 * connection is healthy. The receiver is kept from closing until so many connections are open.
 */
export const frozenFlows: readonly FaultCase[] = frozen.map(({ flows, what }) => ({
  name: `frozen-flows-${flows}`,
  title: `${what} at once: all is confirmed within 2 x confirmTimeout + settleTime, and new messages flow`,
  load: 'light',
  run: async ({ workshop, pick }: CaseContext): Promise<CaseRow[]> => {
    const confirmTimeout = pick(10_000, 4000);
    const confirmInterval = 600;
    const place = await workshop.receiver('tcp', { flushIntervalMs: 0 });
    const { proxy, options } = await workshop.proxy(place, () => ({ kind: 'none' }));
    const run = await workshop.delivery({ ...options, confirmInterval, confirmTimeout, settleTime });
    const work = run.producer.produce({ count: Number.MAX_SAFE_INTEGER, ratePerSecond });
    await waitUntil('something is confirmed', async () => (await run.producer.report()).stats.confirmed > 0);
    if (flows > 1) await place.receiver.setAtEnd('never-close');
    await waitUntil(`${flows} connections are open`, () => proxy.passing === flows);
    proxy.vanishAll();
    await place.receiver.setAtEnd('close');
    const frozenAt = performance.now();
    const sentBefore = await run.producer.sent();
    const since = (): number => performance.now() - frozenAt;

    await waitUntil('a new message arrives', () => run.tally(place).newest >= sentBefore);
    const flowsMs = since();
    await waitUntil(
      'all that was logged before is confirmed',
      async () => (await run.producer.report()).stats.oldestPendingMs < since() - slackMs / 4,
    );
    const confirmedMs = since();
    await sleep(2 * confirmInterval);
    await run.producer.stopProducing();
    await work;
    const outcome = await run.finish(place);
    return [
      {
        label: `${flows} frozen flow${flows === 1 ? '' : 's'}`,
        outcome,
        checks: [
          ...nothingLost(outcome),
          atMost('confirmed ms', confirmedMs, 2 * confirmTimeout + settleTime + slackMs),
          atMost('flows again ms', flowsMs, 1.5 * confirmInterval + crowdedMs + atOnceMs),
        ],
        notes: [
          `new messages arrive after ${Math.round(flowsMs)} ms, all is confirmed after ${Math.round(confirmedMs)} ms`,
        ],
      },
    ];
  },
}));
