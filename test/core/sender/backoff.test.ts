import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { Backoff, type BackoffOptions } from '../../../packages/core/src/sender/backoff.ts';
import { seededRandom } from '../../support/properties/chunking.ts';

const defaults: BackoffOptions = {
  name: 'exponential',
  initialDelayMs: 1000,
  maxDelayMs: 30_000,
  factor: 2,
  randomisationFactor: 0,
};

function delays(options: Partial<BackoffOptions>, count: number, random?: () => number): number[] {
  const backoff = new Backoff({ ...defaults, ...options }, random);
  return Array.from({ length: count }, () => backoff.next());
}

const cases: readonly (readonly [string, Partial<BackoffOptions>, readonly number[]])[] = [
  ['doubles up to the maximum', {}, [1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]],
  ['multiplies by its factor', { factor: 3 }, [1000, 3000, 9000, 27_000, 30_000]],
  ['stays with a factor of 1', { factor: 1 }, [1000, 1000, 1000]],
  [
    'adds up as Fibonacci does',
    { name: 'fibonacci' },
    [1000, 1000, 2000, 3000, 5000, 8000, 13_000, 21_000, 30_000],
  ],
  ['stays fixed', { name: 'fixed' }, [1000, 1000, 1000, 1000]],
  ['never passes the maximum, not at the start either', { initialDelayMs: 50_000 }, [30_000, 30_000]],
];

describe('a backoff', () => {
  for (const [name, options, expected] of cases) {
    it(name, () => assert.deepEqual(delays(options, expected.length), expected));
  }

  it('takes any share of the delay with full jitter', () => {
    assert.deepEqual(
      delays({ randomisationFactor: 1 }, 3, () => 0),
      [0, 0, 0],
    );
    assert.deepEqual(
      delays({ randomisationFactor: 1 }, 3, () => 0.25),
      [250, 500, 1000],
    );
    assert.deepEqual(
      delays({ randomisationFactor: 1 }, 3, () => 0.999_999),
      [1000, 2000, 4000],
    );
  });

  it('randomises only the share that it is told to', () => {
    assert.deepEqual(
      delays({ randomisationFactor: 0.5 }, 2, () => 0),
      [500, 1000],
    );
    assert.deepEqual(
      delays({ randomisationFactor: 0.5 }, 2, () => 0.5),
      [750, 1500],
    );
  });

  it('counts, and starts again after a reset', () => {
    const backoff = new Backoff(defaults);
    assert.deepEqual(
      [backoff.attempts, backoff.next(), backoff.next(), backoff.attempts],
      [0, 1000, 2000, 2],
    );
    backoff.reset();
    assert.deepEqual([backoff.attempts, backoff.next(), backoff.next()], [0, 1000, 2000]);
  });

  it('always gives a delay that a timer can wait', () => {
    const options = fc.record({
      name: fc.constantFrom('exponential', 'fibonacci', 'fixed'),
      initialDelayMs: fc.integer({ min: 1, max: 2 ** 31 - 1 }),
      maxDelayMs: fc.integer({ min: 1, max: 2 ** 31 - 1 }),
      factor: fc.double({ min: 1, max: 1000, noNaN: true }),
      randomisationFactor: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(options, fc.integer({ min: 1, max: 2_000 }), (given, count) => {
        for (const delay of delays(given, count)) {
          assert.ok(Number.isInteger(delay) && delay >= 0 && delay <= given.maxDelayMs, `${delay}`);
        }
      }),
    );
  });

  it('spreads delays evenly over the whole interval with full jitter', () => {
    const buckets = Array<number>(10).fill(0);
    const random = seededRandom(7);
    const options = { ...defaults, name: 'fixed', randomisationFactor: 1 } as const;
    const backoff = new Backoff(options, () => random() / 2 ** 32);
    for (let index = 0; index < 10_000; index++) {
      const bucket = Math.min(9, Math.floor(backoff.next() / 100));
      buckets[bucket] = (buckets[bucket] ?? 0) + 1;
    }
    for (const count of buckets) assert.ok(count > 800 && count < 1200, buckets.join(' '));
  });
});
