import { setTimeout as sleep } from 'node:timers/promises';
import type { SeededRandom } from '../random/seeded-random.ts';
import type { CaseContext, FaultCase } from '../runner/fault-case.ts';
import { nothingLost, type Outcome } from '../runner/outcome.ts';
import type { Place, Run } from '../runner/workshop.ts';

const batch = 500;
const longestWaitMs = 3000;

interface Lane {
  readonly place: Place;
  readonly run: Run;
  readonly random: SeededRandom;
}

/** `flush()` says confirmed, the receiver dies right after: it must have been true. */
export const flushThenKill: FaultCase = {
  name: 'flush-then-kill',
  title: 'kill -9 up to 3 s after flush(): what it reported as confirmed is there',
  load: 'light',
  run: async ({ workshop, random, pick }: CaseContext) => {
    const rounds = pick(10, 2);
    const lanes: Lane[] = [];
    for (let i = 0; i < pick(4, 3); i++) {
      const place = await workshop.receiver('tcp');
      const run = await workshop.delivery(place.options);
      lanes.push({ place, run, random: random.fork(`lane ${i}`) });
    }
    const missing = (await Promise.all(lanes.map((lane) => flushAndKill(lane, rounds)))).reduce(
      (a, b) => a + b,
      0,
    );
    const outcomes: Outcome[] = [];
    for (const { run, place } of lanes) outcomes.push(await run.finish(place));
    return outcomes.map((outcome, lane) => ({
      label: `flush, kill -9 after 0-3 s, ${lane + 1}`,
      outcome,
      checks: [
        ...nothingLost(outcome),
        { figure: 'confirmed is there', reached: missing === 0, measured: `missing ${missing}` },
      ],
    }));
  },
};

/** Messages that were reported as confirmed and are not in the files after the kill. */
async function flushAndKill({ place, run, random }: Lane, rounds: number): Promise<number> {
  let missing = 0;
  for (let round = 1; round <= rounds; round++) {
    await run.producer.produce({ count: batch });
    const { confirmed, pending } = await run.producer.flush(60_000);
    await sleep(random.integer(0, longestWaitMs));
    await place.receiver.takeDown();
    missing += Math.max(0, confirmed - run.tally(place).distinct) + pending;
    await place.receiver.bringUp();
  }
  return missing;
}
