import type { CaseContext, CaseRow, FaultCase } from '../../runner/fault-case.ts';
import { nothingLost } from '../../runner/outcome.ts';
import { killNowAndThen, quickBackoff } from '../../scenarios/kills.ts';

const rates = [10, 100, 1000] as const;

/** Ordinary traffic. */
export const pacedKills: readonly FaultCase[] = rates.map((ratePerSecond) => ({
  name: `paced-${ratePerSecond}`,
  title: `${ratePerSecond} messages a second to a receiver that is killed -9 now and then: nothing is lost`,
  load: 'light',
  run: async ({ workshop, random, pick }: CaseContext): Promise<CaseRow[]> => {
    const kills = pick(20, 3);
    const place = await workshop.receiver('tcp');
    const run = await workshop.delivery({ ...place.options, ...quickBackoff, confirmInterval: 1500 });
    const work = run.producer.produce({ count: Number.MAX_SAFE_INTEGER, ratePerSecond });
    // Long enough for some generations to be confirmed between two kills, short enough to hit others on their way.
    await killNowAndThen(place.receiver, random, kills, [500, pick(7000, 5000)]);
    await run.producer.stopProducing();
    await work;
    const outcome = await run.finish(place);
    return [{ label: `${ratePerSecond}/s, ${kills} x kill -9`, outcome, checks: nothingLost(outcome) }];
  },
}));
