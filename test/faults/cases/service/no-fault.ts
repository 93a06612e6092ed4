import type { CaseContext, FaultCase } from '../../runner/fault-case.ts';
import { noneDoubled, nothingLost } from '../../runner/outcome.ts';

const kinds = ['tcp', 'tls', 'unix'] as const;

/** Full speed, many rotations, nothing goes wrong. */
export const noFault: FaultCase = {
  name: 'no-fault',
  title: 'without a fault nothing is lost and nothing doubled, at full speed',
  load: 'heavy',
  run: async ({ workshop, pick }: CaseContext) => {
    const rows = [];
    for (const kind of kinds) {
      const place = await workshop.receiver(kind);
      const run = await workshop.delivery(place.options);
      await run.producer.produce({
        count: kind === 'tcp' ? pick(1_000_000, 60_000) : pick(300_000, 20_000),
      });
      const outcome = await run.finish(place);
      rows.push({
        label: `no fault, ${kind}`,
        outcome,
        checks: [...nothingLost(outcome), noneDoubled(outcome)],
      });
    }
    return rows;
  },
};
