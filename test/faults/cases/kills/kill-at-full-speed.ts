import type { CaseContext, CaseRow, FaultCase } from '../../runner/fault-case.ts';
import { atMost, nothingLost } from '../../runner/outcome.ts';
import { killWhileSending, quickBackoff } from '../../scenarios/kills.ts';

const mebibyte = 1024 * 1024;
const leastFrameBytes = 300;

/**
 * kill -9 while a producer that awaits `ready()` logs as fast as it can, all options the default ones. The reduced form
 * waits less and has a smaller queue, which must be crowded most of the time.
 */
export const killAtFullSpeed: readonly FaultCase[] = (['tcp', 'tls', 'unix'] as const).map((kind) => ({
  name: `kill-${kind}`,
  title: `a receiver on ${kind} is killed -9 again and again at full speed: nothing is lost`,
  load: 'heavy',
  run: async ({ workshop, random, pick }: CaseContext): Promise<CaseRow[]> => {
    const kills = pick(20, 3);
    const place = await workshop.receiver(kind);
    const queueMebibytes = pick(64, 8);
    const run = await workshop.delivery({
      ...place.options,
      ...pick({}, { ...quickBackoff, queue: { maxBytes: queueMebibytes * mebibyte } }),
    });
    const count = kind === 'tcp' ? pick(1_000_000, 80_000) : pick(400_000, 40_000);
    await killWhileSending(run, place.receiver, random, { messages: count, kills });
    const outcome = await run.finish(place);
    const most = (kills * queueMebibytes * mebibyte) / leastFrameBytes;
    return [
      {
        label: `${kills} x kill -9, ${kind}`,
        outcome,
        checks: [...nothingLost(outcome), atMost('doubled', outcome.doubled, most)],
      },
    ];
  },
}));
