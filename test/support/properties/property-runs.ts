import type { TestContext } from 'node:test';

/**
 * How often a property is tried, and from which seed, which is printed: `HEKA_TEST_SEED` repeats a run, and
 * `HEKA_TEST_RUNS` asks for more of them.
 *
 * @param usual runs if nothing is asked for
 */
export function propertyRuns(t: TestContext, usual: number): { numRuns: number; seed: number } {
  const { HEKA_TEST_RUNS: runs, HEKA_TEST_SEED: given } = process.env;
  const seed = given === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(given);
  t.diagnostic(`seed ${seed}`);
  return { numRuns: runs === undefined ? usual : Number(runs), seed };
}
