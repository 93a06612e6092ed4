import { setTimeout as sleep } from 'node:timers/promises';
import type { CaseContext, CaseRow, Check, FaultCase } from '../../runner/fault-case.ts';
import { atMost, nothingLost } from '../../runner/outcome.ts';

const ratePerSecond = 100;
const apartMs = 6500;

/**
 * Little traffic, default options: on its own a connection would not be confirmed for minutes. What a kill had to repeat
 * is confirmed before the next one, so that nothing is repeated twice.
 */
export const fewDuplicates: FaultCase = {
  name: 'few-duplicates',
  title: `${ratePerSecond} messages a second, kills ${apartMs / 1000} s apart: each repeats only what came since the one before`,
  load: 'light',
  run: async ({ workshop, pick }: CaseContext): Promise<CaseRow[]> => {
    const kills = pick(5, 3);
    const place = await workshop.receiver('tcp');
    const run = await workshop.delivery(place.options);
    const work = run.producer.produce({ count: Number.MAX_SAFE_INTEGER, ratePerSecond });
    const checks: Check[] = [];
    let loggedBefore = 0;
    let unconfirmed = 0;
    for (let kill = 1; kill <= kills; kill++) {
      await sleep(apartMs);
      place.receiver.freeze();
      const { sent, stats } = await run.producer.report();
      checks.push({
        figure: 'none repeated twice',
        reached: stats.confirmed >= loggedBefore,
        measured: `kill ${kill}: confirmed ${stats.confirmed} of the ${loggedBefore} logged until the kill before`,
      });
      loggedBefore = sent;
      unconfirmed += stats.pending;
      await place.receiver.kill();
    }
    await run.producer.stopProducing();
    await work;
    const outcome = await run.finish(place);
    return [
      {
        label: `${ratePerSecond}/s, ${kills} x kill -9, ${apartMs / 1000} s apart`,
        outcome,
        checks: [...nothingLost(outcome), ...checks, atMost('doubled', outcome.doubled, unconfirmed)],
      },
    ];
  },
};
