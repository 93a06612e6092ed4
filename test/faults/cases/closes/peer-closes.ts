import type { CaseContext, CaseRow, FaultCase } from '../../runner/fault-case.ts';
import { atLeast, atMost, nothingLost } from '../../runner/outcome.ts';
import { waitUntil } from '../../scenarios/wait.ts';

/** Waits so short that thousands of faults fit into a minute. */
const fastBackoff = { backoffStrategy: { name: 'exponential', initialDelay: 2, maxDelay: 10 } } as const;
const ratePerSecond = 4000;

/** The receiver closes on its own account, in the middle of everything. */
export const peerCloses: FaultCase = {
  name: 'peer-closes',
  title: 'the peer closes 2,000 connections by itself: nothing is lost, no frame is damaged',
  load: 'heavy',
  run: async ({ workshop, pick }: CaseContext): Promise<CaseRow[]> => {
    const times = pick(2000, 150);
    const place = await workshop.receiver('tcp', { closeAfter: { leastBytes: 1, mostBytes: 40_000, times } });
    const run = await workshop.delivery({
      ...place.options,
      ...fastBackoff,
      confirmBytes: '64kb',
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
        label: `${times} closes by the peer`,
        outcome,
        checks: [
          ...nothingLost(outcome),
          atLeast('closes', closed, times),
          atMost('doubled', outcome.doubled, outcome.report.stats.replayedMessages),
        ],
      },
    ];
  },
};

/** A reset may come between any two bytes. */
export const midFrameResets: FaultCase = {
  name: 'mid-frame-resets',
  title: '1,000 connections are reset in mid-frame: nothing is lost, no frame is damaged',
  load: 'heavy',
  run: async ({ workshop, random, pick }: CaseContext): Promise<CaseRow[]> => {
    const times = pick(1000, 100);
    const place = await workshop.receiver('tcp');
    let resets = 0;
    const { proxy, options } = await workshop.proxy(place, () =>
      resets++ < times ? { kind: 'reset', afterBytes: random.integer(1, 40_000) } : { kind: 'none' },
    );
    const run = await workshop.delivery({
      ...options,
      ...fastBackoff,
      confirmBytes: '64kb',
      settleTime: 250,
    });
    const work = run.producer.produce({ count: Number.MAX_SAFE_INTEGER, ratePerSecond });
    await waitUntil('all resets are used up', () => proxy.accepted > times);
    await run.producer.stopProducing();
    await work;
    const outcome = await run.finish(place);
    return [
      {
        label: `${times} resets in mid-frame`,
        outcome,
        checks: [...nothingLost(outcome), atLeast('torn', outcome.torn, times / 4)],
      },
    ];
  },
};
