import type { CaseContext, CaseRow, FaultCase } from '../runner/fault-case.ts';
import { mustLose, nothingLost, soundness } from '../runner/outcome.ts';
import { killNowAndThen, quickBackoff } from '../scenarios/kills.ts';

/** What both kinds of receiver may keep in memory before it is written. */
const flushIntervalMs = 1000;
const rates = [10, 100, 1000] as const;

/** Ordinary traffic to a receiver that writes once a second. */
export const pacedKills: readonly FaultCase[] = rates.map((ratePerSecond) => ({
  name: `paced-${ratePerSecond}`,
  title: `${ratePerSecond} messages a second to a receiver that writes once a second and is killed -9: nothing is lost`,
  load: 'light',
  run: async ({ workshop, random, pick }: CaseContext): Promise<CaseRow[]> => {
    const kills = pick(20, 3);
    const place = await workshop.receiver('tcp', { flushIntervalMs });
    const run = await workshop.delivery({ ...place.options, ...quickBackoff, confirmInterval: 1500 });
    const work = run.producer.produce({ count: Number.MAX_SAFE_INTEGER, ratePerSecond });
    // Long enough for some generations to be confirmed between two kills, short enough to hit others on their way.
    await killNowAndThen(place.receiver, random, kills, 500, pick(7000, 5000));
    await run.producer.stopProducing();
    await work;
    const outcome = await run.finish(place);
    return [
      {
        label: `${ratePerSecond}/s, ${kills} x kill -9`,
        outcome,
        checks: nothingLost(outcome),
      },
    ];
  },
}));

/** A close proves that the receiver has read, not that it has written. */
export const noSettleTimeControl: FaultCase = {
  name: 'control-settle-0',
  title: 'control: with settleTime 0 a receiver that writes once a second loses what it had read',
  load: 'light',
  run: async ({ workshop, random, pick }: CaseContext) => {
    const kills = pick(12, 5);
    const place = await workshop.receiver('tcp', { flushIntervalMs });
    const run = await workshop.delivery({
      ...place.options,
      ...quickBackoff,
      confirmInterval: 200,
      settleTime: 0,
    });
    const work = run.producer.produce({ count: Number.MAX_SAFE_INTEGER, ratePerSecond: 1000 });
    await killNowAndThen(place.receiver, random, kills, 1000, 2500);
    await run.producer.stopProducing();
    await work;
    const outcome = await run.finish(place);
    return [
      {
        label: `control: settleTime 0, ${kills} x kill -9`,
        outcome,
        checks: [mustLose(outcome), ...soundness(outcome)],
      },
    ];
  },
};
