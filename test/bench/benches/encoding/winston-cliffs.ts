import type { Bench } from '../../harness/bench.ts';
import type { Figure } from '../../harness/figure.ts';
import { runWorkload } from '../../harness/run-workload.ts';
import type { WinstonCliff } from '../../records/winston-calls.ts';
import type { WinstonCliffsResult, WinstonCliffsSettings } from '../../workloads/encoding/winston-cliffs.ts';

const LIMITS: Readonly<Record<WinstonCliff, number>> = {
  'a placeholder in the message': 1.4,
  'an Error': 1.8,
  'a Date': 1.3,
  'a class instance': 1.5,
  'an array of objects': 1.8,
};

/** What is dear in a log call of winston. */
export const winstonCliffs: Bench = {
  name: 'winston-cliffs',
  title: 'cost of a winston call with a placeholder, an Error, a Date, ..., of a plain call',
  async run({ quick }) {
    const turns = quick
      ? { rounds: 11, sliceMs: 5, warmUpMs: 60 }
      : { rounds: 31, sliceMs: 15, warmUpMs: 400 };
    const figures: Figure[] = [];
    for (const [cliff, limit] of Object.entries(LIMITS) as [WinstonCliff, number][]) {
      const rounds: WinstonCliffsResult[] = [];
      // A process is lucky or unlucky as a whole, with what its compiler makes of the code.
      for (let process = 0; process < (quick ? 1 : 3); process++) {
        const settings: WinstonCliffsSettings = { cliff, turns };
        rounds.push(...(await runWorkload<readonly WinstonCliffsResult[]>('winston-cliffs', settings)));
      }
      figures.push(
        {
          name: `winston call with ${cliff}: cost`,
          of: 'a plain call',
          values: rounds.map(({ call, plainCall }) => call / plainCall),
          goal: { direction: 'at most', limit },
        },
        {
          name: `winston call with ${cliff}, winston's own part left out: cost`,
          of: 'a plain call',
          values: rounds.map(({ record, plainRecord }) => record / plainRecord),
          goal: { direction: 'at most', limit },
        },
      );
    }
    return figures;
  },
};
