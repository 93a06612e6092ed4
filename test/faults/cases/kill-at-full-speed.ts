import type { CaseContext, CaseRow, FaultCase } from '../runner/fault-case.ts';
import { atMost, mustLose, nothingLost, soundness } from '../runner/outcome.ts';
import { killWhileSending, quickBackoff } from '../scenarios/kills.ts';

const queueBytes = 32 * 1024 * 1024;
const leastFrameBytes = 300;

/** kill -9 while messages go out as fast as they can. */
export const killAtFullSpeed: readonly FaultCase[] = (['tcp', 'tls', 'unix'] as const).map((kind) => ({
  name: `kill-${kind}`,
  title: `a receiver on ${kind} is killed -9 again and again at full speed: nothing is lost`,
  load: 'heavy',
  run: async ({ workshop, random, pick }: CaseContext): Promise<CaseRow[]> => {
    const kills = pick(20, 3);
    const place = await workshop.receiver(kind);
    const run = await workshop.delivery({ ...place.options, ...quickBackoff });
    const count = kind === 'tcp' ? pick(1_000_000, 80_000) : pick(300_000, 40_000);
    await killWhileSending(run, place.receiver, random, count, kills);
    const outcome = await run.finish(place);
    const most = (kills * queueBytes) / leastFrameBytes;
    return [
      {
        label: `${kills} x kill -9, ${kind}`,
        outcome,
        checks: [...nothingLost(outcome), atMost('doubled', outcome.doubled, most)],
      },
    ];
  },
}));

/** The same kills, a sender that trusts the kernel: this has to show. */
export const bestEffortControl: FaultCase = {
  name: 'control-best-effort',
  title: 'control: a delivery with best-effort loses under the same kills',
  load: 'heavy',
  run: async ({ workshop, random, pick }: CaseContext) => {
    const kills = pick(20, 5);
    const place = await workshop.receiver('tcp');
    const run = await workshop.delivery({ ...place.options, ...quickBackoff, delivery: 'best-effort' });
    await killWhileSending(run, place.receiver, random, pick(300_000, 80_000), kills);
    const outcome = await run.finish(place);
    return [
      {
        label: `control: best-effort, ${kills} x kill -9`,
        outcome,
        checks: [mustLose(outcome), ...soundness(outcome)],
      },
    ];
  },
};

/** The same kills, a sender that has nothing of the package in it: proves the suite, not the package. */
export const naiveControl: FaultCase = {
  name: 'control-naive',
  title: 'control: a plain sender that repeats what the kernel refused loses under the same kills',
  load: 'heavy',
  run: async ({ workshop, random, pick }: CaseContext) => {
    const kills = pick(20, 5);
    const place = await workshop.receiver('tcp');
    const run = await workshop.naive({ host: '127.0.0.1', port: place.receiver.port });
    await killWhileSending(run, place.receiver, random, pick(300_000, 80_000), kills);
    const outcome = await run.finish(place);
    return [
      {
        label: `control: plain sender, ${kills} x kill -9`,
        outcome,
        checks: [mustLose(outcome), ...soundness(outcome)],
      },
    ];
  },
};
