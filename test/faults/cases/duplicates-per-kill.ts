import { setTimeout as sleep } from 'node:timers/promises';
import type { CaseContext, CaseRow, Check, FaultCase } from '../runner/fault-case.ts';
import { atMost, nothingLost } from '../runner/outcome.ts';
import { quickBackoff } from '../scenarios/kills.ts';

const payloadBytes = 300;
/** A frame is larger than its payload: dividing by the payload alone is generous. */
const leastFrameBytes = payloadBytes;

/** What is sent twice is what was not confirmed, and no more. */
export const duplicatesPerKill: FaultCase = {
  name: 'duplicates-per-kill',
  title: 'each kill -9 doubles at most what was unconfirmed at that moment',
  load: 'heavy',
  run: async ({ workshop, random, pick }: CaseContext): Promise<CaseRow[]> => {
    const kills = pick(10, 3);
    const place = await workshop.receiver('tcp');
    const run = await workshop.delivery({ ...place.options, ...quickBackoff }, { payloadBytes });
    const notes: string[] = [];
    let reached = true;
    for (let kill = 1; kill <= kills; kill++) {
      const before = run.tally(place).doubled;
      const work = run.producer.produce({ count: 40_000 });
      await sleep(random.integer(50, 1500));
      // Stopped first: what is doubled was received by now, and unconfirmed both now and at the kill.
      place.receiver.freeze();
      const { unconfirmedBytes } = (await run.producer.report()).stats;
      await place.receiver.kill();
      await work;
      await run.producer.flush(60_000);
      const doubled = run.tally(place).doubled - before;
      const most = Math.floor(unconfirmedBytes / leastFrameBytes);
      if (doubled > most) reached = false;
      notes.push(`kill ${kill}: doubled ${doubled}, unconfirmed at that moment ${most} messages or fewer`);
    }
    const outcome = await run.finish(place);
    return [
      {
        label: `duplicates of ${kills} x kill -9`,
        outcome,
        checks: [...nothingLost(outcome), { figure: 'doubled <= unconfirmed per kill', reached }],
        notes: reached ? [] : notes,
      },
    ];
  },
};

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
