/**
 * What a record costs, as ratios: each figure compares two ways that were measured in the same run, in turn, so that a
 * slow or busy machine shows in both. A figure is the median of its rounds.
 *
 *     npm run bench                       all, about 15 minutes
 *     npm run bench:quick                 fewer rounds of fewer records, under 2 minutes
 *     npm run bench -- --only memory      one bench, or several by repeating the option; part of a name will do:
 *                                         record-to-frame, record-to-frame/wide, record-to-frame/wide/pino
 *     npm run bench -- --list             names and what they measure
 *     npm run bench -- --write            puts what it prints into the table of docs/performance.md
 *
 * Layers: `records` what is logged, `contenders` ways to encode, `sinks` receivers in processes of their own,
 * `workloads` programs that are measured, `benches` which workloads are compared, `harness` the rest. The workloads are
 * compiled before anything is measured: see `harness/compile-workloads.ts`.
 *
 * The exit code is 1 when a goal is missed by more than noise: when not even the better quartile of the rounds
 * reaches it. A goal that the better quartile reaches and the median does not is shown as `noise`. It is 1 as well when
 * a bench fails, for example because a message was dropped or did not arrive.
 */
import '../../scripts/clear-environment.mjs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { root } from '../../scripts/workspace.mjs';
import { benches } from './benches/index.ts';
import { compileWorkloads } from './harness/compile-workloads.ts';
import { tableHead, tableRow, verdictOn } from './harness/figure.ts';
import { withRows } from './harness/performance-page.ts';

const PAGE = join(root, 'docs', 'performance.md');

const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true, default: [] },
    quick: { type: 'boolean', default: false },
    list: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
});

const chosen = benches.filter(
  ({ name }) => values.only.length === 0 || values.only.some((only) => name.includes(only)),
);
if (values.list) {
  for (const { name, title } of chosen) console.log(`${name.padEnd(32)} ${title}`);
} else if (chosen.length === 0) {
  console.error(`no bench is called ${values.only.join(' or ')}; --list shows the names`);
  process.exitCode = 1;
} else {
  await compileWorkloads();
  const startedAt = performance.now();
  const rowsOf = new Map<string, string[]>();
  console.log(tableHead());
  for (const bench of chosen) {
    const benchStartedAt = performance.now();
    try {
      const figures = await bench.run({ quick: values.quick });
      const rows = figures.map((figure) => tableRow(figure, bench.name));
      console.log(rows.join('\n'));
      rowsOf.set(bench.name, rows);
      for (const figure of figures) {
        if (verdictOn(figure) === 'miss') process.exitCode = 1;
      }
    } catch (error) {
      // A workload that failed has said more on stderr; the other benches can still tell something.
      console.error(`${bench.name} failed: ${String(error)}`);
      process.exitCode = 1;
    }
    console.error(`${bench.name} took ${secondsSince(benchStartedAt)} s`);
  }
  // Not part of the table, which goes into the documentation as it is.
  if (values.write) {
    const order = benches.map(({ name }) => name);
    await writeFile(PAGE, withRows(await readFile(PAGE, 'utf8'), rowsOf, order));
  }
  console.error(`measured in ${secondsSince(startedAt)} s`);
}

function secondsSince(startedAt: number): number {
  return Math.round((performance.now() - startedAt) / 1000);
}
