import type { Fault } from '../../proxy/fault.ts';
import type { SeededRandom } from '../../random/seeded-random.ts';
import type { CaseContext, CaseRow, FaultCase } from '../../runner/fault-case.ts';
import { noneDoubled, nothingLost } from '../../runner/outcome.ts';
import { killNowAndThen, quickBackoff } from '../../scenarios/kills.ts';

/** A network on which every connection suffers something else. */
export const mixedFaults: FaultCase = {
  name: 'mixed-faults',
  title: 'closes, resets, one-sided ends, stalls and refusals by turns: nothing is lost',
  load: 'light',
  run: async ({ workshop, random, pick }: CaseContext): Promise<CaseRow[]> => {
    const place = await workshop.receiver('tcp');
    const faults = pick(300, 60);
    const { options } = await workshop.proxy(place, (connection) =>
      connection < faults ? drawFault(random) : { kind: 'none' },
    );
    const run = await workshop.delivery({
      ...options,
      backoffStrategy: { name: 'exponential', initialDelay: 5, maxDelay: 50 },
      confirmBytes: '32kb',
      confirmInterval: 1000,
      confirmTimeout: 2000,
      settleTime: 250,
    });
    await run.producer.produce({ count: pick(30_000, 6000), ratePerSecond: 1000 });
    const outcome = await run.finish(place);
    return [{ label: 'mixed faults', outcome, checks: nothingLost(outcome) }];
  },
};

/** The same network, and a receiver that is killed behind it: a proof that a fault spoils must not pass for one. */
export const mixedFaultsAndKills: FaultCase = {
  name: 'mixed-faults-kills',
  title: 'the same faults, and the receiver killed -9 between them: nothing is lost',
  load: 'light',
  run: async ({ workshop, random, pick }: CaseContext): Promise<CaseRow[]> => {
    const kills = pick(20, 4);
    const place = await workshop.receiver('tcp');
    let struck = false;
    const { options } = await workshop.proxy(place, () => {
      // Every other connection is healthy, or nothing would ever be confirmed.
      struck = !struck;
      return struck ? drawFault(random) : { kind: 'none' };
    });
    const run = await workshop.delivery({
      ...options,
      ...quickBackoff,
      confirmBytes: '32kb',
      confirmInterval: 1000,
      confirmTimeout: 4000,
    });
    const work = run.producer.produce({ count: Number.MAX_SAFE_INTEGER, ratePerSecond: 300 });
    await killNowAndThen(place.receiver, random, kills, [1000, 5000]);
    await run.producer.stopProducing();
    await work;
    const outcome = await run.finish(place);
    return [{ label: `mixed faults, ${kills} x kill -9`, outcome, checks: nothingLost(outcome) }];
  },
};

/** The receiver gets every byte on its own. */
export const byteByByte: FaultCase = {
  name: 'byte-by-byte',
  title: 'a network that passes one byte at a time: nothing is lost, nothing doubled',
  load: 'light',
  run: async ({ workshop, pick }: CaseContext): Promise<CaseRow[]> => {
    const place = await workshop.receiver('tcp');
    const { options } = await workshop.proxy(place, () => ({ kind: 'drip' }));
    const run = await workshop.delivery({ ...options, settleTime: 250, confirmBytes: '16kb' });
    await run.producer.produce({ count: pick(1000, 200) });
    const outcome = await run.finish(place);
    return [
      { label: 'one byte at a time', outcome, checks: [...nothingLost(outcome), noneDoubled(outcome)] },
    ];
  },
};

function drawFault(random: SeededRandom): Fault {
  const afterBytes = random.integer(1, 60_000);
  const faults: readonly Fault[] = [
    { kind: 'none' },
    { kind: 'close', afterBytes },
    { kind: 'reset', afterBytes },
    { kind: 'end-to-client', afterBytes },
    { kind: 'stall', afterBytes, forMs: random.integer(1, 500) },
    { kind: 'refuse' },
  ];
  return faults[random.integer(0, faults.length - 1)] ?? { kind: 'none' };
}
