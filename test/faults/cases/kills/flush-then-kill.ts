import { setTimeout as sleep } from 'node:timers/promises';
import type { HekaOptions } from 'heka-core';
import type { FlushKind } from '../../producers/sender.ts';
import type { SeededRandom } from '../../random/seeded-random.ts';
import type { CaseContext, FaultCase } from '../../runner/fault-case.ts';
import { nothingLost, type Outcome } from '../../runner/outcome.ts';
import type { Place, Run } from '../../runner/workshop.ts';
import { quickBackoff } from '../../scenarios/kills.ts';

const batch = 500;

interface Flush {
  readonly name: string;
  readonly title: string;
  readonly label: string;
  readonly kind: FlushKind;
  readonly options: HekaOptions;
  /** The kill comes at most this long after the flush. */
  readonly longestWaitMs: number;
}

const flushes: readonly Flush[] = [
  {
    name: 'flush-then-kill',
    title: 'kill -9 up to 3 s after flush(): what it reported as confirmed is there',
    label: 'flush, kill -9 after 0-3 s',
    kind: 'confirmed',
    options: {},
    longestWaitMs: 3000,
  },
  {
    name: 'ending-flush-then-kill',
    title:
      'kill -9 right after flush({ ending: true }): what has not settled is called unsettled, not confirmed',
    label: 'ending flush, kill -9',
    kind: 'ending',
    // Nothing settles between two kills, which is all that would end the growth of the waits.
    options: quickBackoff,
    longestWaitMs: 0,
  },
];

/** A flush says confirmed, the receiver dies right after: it must have been true. */
export const flushThenKill: readonly FaultCase[] = flushes.map((flush) => ({
  name: flush.name,
  title: flush.title,
  load: 'light',
  run: async ({ workshop, random, pick }: CaseContext) => {
    // An ending flush is quick; so are its rounds.
    const rounds = flush.kind === 'ending' ? pick(20, 4) : pick(10, 2);
    const lanes: Lane[] = [];
    for (let i = 0; i < pick(4, 2); i++) {
      const place = await workshop.receiver('tcp');
      const run = await workshop.delivery({ ...place.options, ...flush.options });
      lanes.push({ place, run, random: random.fork(`lane ${i}`) });
    }
    const missing = (await Promise.all(lanes.map((lane) => flushAndKill(lane, flush, rounds)))).reduce(
      (a, b) => a + b,
      0,
    );
    const outcomes: Outcome[] = [];
    for (const { run, place } of lanes) outcomes.push(await run.finish(place));
    return outcomes.map((outcome, lane) => ({
      label: `${flush.label}, ${lane + 1}`,
      outcome,
      checks: [
        ...nothingLost(outcome),
        { figure: 'confirmed is there', reached: missing === 0, measured: `missing ${missing}` },
      ],
    }));
  },
}));

interface Lane {
  readonly place: Place;
  readonly run: Run;
  readonly random: SeededRandom;
}

/** Messages that were reported as confirmed and are not in the files after the kill, or not reported as anything. */
async function flushAndKill({ place, run, random }: Lane, flush: Flush, rounds: number): Promise<number> {
  let missing = 0;
  for (let round = 1; round <= rounds; round++) {
    await run.producer.produce({ count: batch });
    const { confirmed, pending } = await run.producer.flush(60_000, flush.kind);
    await sleep(random.integer(0, flush.longestWaitMs));
    await place.receiver.takeDown();
    missing += Math.max(0, confirmed - run.tally(place).distinct) + pending;
    await place.receiver.bringUp();
  }
  return missing;
}
