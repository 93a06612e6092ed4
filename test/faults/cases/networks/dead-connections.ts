import { setTimeout as sleep } from 'node:timers/promises';
import type { CaseContext, CaseRow, FaultCase } from '../../runner/fault-case.ts';
import { atMost, nothingLost } from '../../runner/outcome.ts';
import { waitUntil } from '../../scenarios/wait.ts';

/** The longest interval that is drawn is 1.5 times `confirmInterval`. */
const longestInterval = 1.5;
/** For settling, and for a busy machine. */
const slackMs = 4000;

/** The peer's machine is gone: the kernel takes what it can and says nothing. */
export const halfOpen: FaultCase = {
  name: 'half-open',
  title: 'connections become half open: noticed within confirmInterval + confirmTimeout, nothing is lost',
  load: 'light',
  run: async ({ workshop, pick }: CaseContext): Promise<CaseRow[]> => {
    const confirmInterval = pick(5000, 1500);
    const confirmTimeout = pick(6000, 2000);
    const place = await workshop.receiver('tcp');
    const { proxy, options } = await workshop.proxy(place, () => ({ kind: 'none' }));
    const run = await workshop.delivery({ ...options, confirmInterval, confirmTimeout, settleTime: 500 });
    const work = run.producer.produce({ count: Number.MAX_SAFE_INTEGER, ratePerSecond: 100 });
    let longestMs = 0;
    for (let i = 0; i < pick(4, 2); i++) {
      await waitUntil('a connection', () => proxy.passing > 0);
      await sleep(confirmInterval);
      const before = (await run.producer.report()).stats.replayedMessages;
      const started = performance.now();
      proxy.vanishAll();
      await waitUntil('the dead connection is noticed', async () => {
        return (await run.producer.report()).stats.replayedMessages > before;
      });
      longestMs = Math.max(longestMs, performance.now() - started);
    }
    await run.producer.stopProducing();
    await work;
    const outcome = await run.finish(place);
    const limitMs = longestInterval * confirmInterval + confirmTimeout + slackMs;
    return [
      {
        label: 'half-open connections',
        outcome,
        checks: [...nothingLost(outcome), atMost('noticed ms', longestMs, limitMs)],
        notes: [`noticed after at most ${Math.round(longestMs)} ms`],
      },
    ];
  },
};

/** A load balancer that forgets flows which are idle, and tells nobody. */
export const forgottenFlows: FaultCase = {
  name: 'forgotten-flows',
  title: 'idle flows are dropped silently: each message is confirmed within confirmInterval + confirmTimeout',
  load: 'light',
  run: async ({ workshop, pick }: CaseContext): Promise<CaseRow[]> => {
    const confirmInterval = pick(3000, 1000);
    const confirmTimeout = pick(3000, 1500);
    // Longer than an exchange takes, as with any load balancer that is of use.
    const idleMs = confirmTimeout + 1000;
    const place = await workshop.receiver('tcp');
    const { options } = await workshop.proxy(place, () => ({ kind: 'forget-idle', idleMs }));
    const run = await workshop.delivery({ ...options, confirmInterval, confirmTimeout, settleTime: 250 });
    let longestMs = 0;
    for (let i = 0; i < pick(10, 3); i++) {
      const started = performance.now();
      await run.producer.produce({ count: 1 });
      await waitUntil(
        'the message is confirmed',
        async () => (await run.producer.report()).stats.pending === 0,
      );
      longestMs = Math.max(longestMs, performance.now() - started);
      // Whatever connection is left is forgotten now; nobody has been told.
      await sleep(idleMs + 1000);
    }
    const outcome = await run.finish(place);
    // Once for the forgotten connection, once for the one that takes over its message.
    const limitMs = 2 * longestInterval * confirmInterval + confirmTimeout + slackMs;
    return [
      {
        label: 'silently dropped idle flows',
        outcome,
        checks: [...nothingLost(outcome), atMost('confirmed ms', longestMs, limitMs)],
        notes: [`confirmed after at most ${Math.round(longestMs)} ms`],
      },
    ];
  },
};
