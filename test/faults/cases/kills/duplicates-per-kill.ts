import { setTimeout as sleep } from 'node:timers/promises';
import type { CaseContext, CaseRow, FaultCase } from '../../runner/fault-case.ts';
import { nothingLost } from '../../runner/outcome.ts';
import { quickBackoff } from '../../scenarios/kills.ts';

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
