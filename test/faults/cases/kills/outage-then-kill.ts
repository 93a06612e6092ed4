import { setTimeout as sleep } from 'node:timers/promises';
import type { HekaOptions } from 'heka-core';
import type { CaseContext, CaseRow, FaultCase } from '../../runner/fault-case.ts';
import { lostOnlyWhatWasCounted, soundness } from '../../runner/outcome.ts';
import { confirmsMore, quickBackoff } from '../../scenarios/kills.ts';

/** A frame is about 45 bytes larger. */
const payloadBytes = 590;

/**
 * A server under load that waits for nothing. The outage leaves the queue three quarters full, and the receiver dies
 * again as soon as anything counts as confirmed: a crowded queue must not make that happen too soon.
 */
export const outageThenKill: readonly FaultCase[] = (['tcp', 'tls', 'unix'] as const).map((kind) => ({
  name: `outage-${kind}`,
  title: `a busy server logs on while its receiver on ${kind} is away for 13 s; it is back, and killed -9: nothing is lost`,
  load: 'light',
  run: async ({ workshop, random, pick }: CaseContext): Promise<CaseRow[]> => {
    const { ratePerSecond, backlog, awayMs, queue } = pick<Outage>(
      { ratePerSecond: 6000, backlog: 0, awayMs: 13_000, queue: {} },
      { ratePerSecond: 500, backlog: 10_000, awayMs: 1000, queue: { queue: { maxBytes: '8mb' } } },
    );
    const place = await workshop.receiver(kind);
    const run = await workshop.delivery({ ...place.options, ...quickBackoff, ...queue }, { payloadBytes });
    await run.producer.produce({ count: 100 });
    await place.receiver.takeDown();
    await run.producer.produce({ count: backlog, waitForRoom: false });
    const work = run.producer.produce({ count: Number.MAX_SAFE_INTEGER, ratePerSecond, waitForRoom: false });
    await sleep(awayMs);
    await place.receiver.bringUp();
    await confirmsMore(run, 10_000);
    await sleep(random.integer(0, 50));
    await place.receiver.kill();
    await sleep(300);
    await run.producer.stopProducing();
    await work;
    const outcome = await run.finish(place);
    return [
      {
        label: `${ratePerSecond}/s, receiver away, kill -9, ${kind}`,
        outcome,
        checks: [lostOnlyWhatWasCounted(outcome), ...soundness(outcome)],
      },
    ];
  },
}));

interface Outage {
  readonly ratePerSecond: number;
  /** Logged at full speed when the receiver goes away, in place of a longer outage. */
  readonly backlog: number;
  readonly awayMs: number;
  readonly queue: HekaOptions;
}
