import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SeededRandom } from '../random/seeded-random.ts';
import type { FaultCase, SoakSize } from './fault-case.ts';
import { isReached, tableHead, tableRow } from './table.ts';
import { Workshop } from './workshop.ts';

interface RunOptions {
  readonly seed: number;
  readonly reduced: boolean;
  /** Leaves the files of the receivers where they are. */
  readonly keep: boolean;
  readonly soak: SoakSize;
}

/** Cases that run at the same time: `light` ones mostly wait, and in the reduced form all wait more than they work. */
const atOnce = {
  full: { heavy: 1, light: 3 },
  reduced: { heavy: 2, light: 8 },
} as const;

/** Runs cases and prints the table; true when every figure was reached. */
export async function runCases(cases: readonly FaultCase[], options: RunOptions): Promise<boolean> {
  const started = performance.now();
  console.log(
    `${options.reduced ? 'reduced' : 'full'} form, seed ${options.seed} (--seed ${options.seed} replays it)\n`,
  );
  console.log(tableHead());
  let reached = true;
  const runOne = async (faultCase: FaultCase): Promise<void> => {
    if (!(await runCase(faultCase, options))) reached = false;
  };
  for (const load of ['heavy', 'light'] as const) {
    const waiting = cases.filter((one) => one.load === load);
    const lane = async (): Promise<void> => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await runOne(next);
    };
    await Promise.all(Array.from({ length: atOnce[options.reduced ? 'reduced' : 'full'][load] }, lane));
  }
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  console.log(
    `\n${reached ? 'every figure was reached' : 'figures were MISSED'}, ${cases.length} cases in ${seconds} s`,
  );
  return reached;
}

function hangGuard(milliseconds: number): Promise<never> {
  return new Promise((_, reject) => {
    setTimeout(() => reject(new Error(`not done after ${milliseconds} ms`)), milliseconds).unref();
  });
}

async function runCase(faultCase: FaultCase, { seed, reduced, keep, soak }: RunOptions): Promise<boolean> {
  const directory = mkdtempSync(join(tmpdir(), `heka-faults-${faultCase.name}-`));
  // A generator per case: a case replays alone as it ran among others.
  const random = new SeededRandom(seed).fork(faultCase.name);
  const workshop = new Workshop(directory, random.fork('workshop'));
  const started = performance.now();
  try {
    const running = faultCase.run({
      random,
      workshop,
      pick: (full, small) => (reduced ? small : full),
      soak,
    });
    const rows = faultCase.onlyByName
      ? await running
      : await Promise.race([running, hangGuard(reduced ? 150_000 : 600_000)]);
    for (const row of rows) console.log(tableRow(row));
    console.log(`    ${faultCase.name}: ${((performance.now() - started) / 1000).toFixed(1)} s`);
    return rows.every(isReached);
  } catch (error) {
    console.log(`${faultCase.name}: broke\n${error instanceof Error ? error.stack : String(error)}`);
    return false;
  } finally {
    await workshop.cleanUp();
    if (keep) console.log(`    files: ${directory}`);
    else rmSync(directory, { recursive: true, force: true });
  }
}
