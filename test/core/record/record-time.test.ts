import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { RecordTime } from '../../../packages/core/src/record/record-time.ts';

const times: readonly (readonly [value: unknown, nanoseconds: bigint])[] = [
  [0, 0n],
  [1, 1_000_000_000n],
  [-1, -1_000_000_000n],
  [1.5, 1_500_000_000n],
  [-1.5, -1_500_000_000n],
  [1e-7, 0n],
  [0.000001, 1000n],
  [1_700_000_000, 1_700_000_000_000_000_000n],
  [1_700_000_000.123456, 1_700_000_000_123_456_000n],
  [1e9, 1_000_000_000_000_000_000n],
  [1e11, 100_000_000_000_000_000n],
  [1_700_000_000_123, 1_700_000_000_123_000_000n],
  [1_700_000_000_123.456, 1_700_000_000_123_456_000n],
  [-1_700_000_000_123, -1_700_000_000_123_000_000n],
  [1e14, 100_000_000_000_000_000n],
  [1_700_000_000_123_456, 1_700_000_000_123_456_000n],
  [1e17, 100_000_000_000_000_000n],
  [1_700_000_000_123_456_789n, 1_700_000_000_123_456_789n],
  [1_700_000_000n, 1_700_000_000_000_000_000n],
  [new Date(1_700_000_000_123), 1_700_000_000_123_000_000n],
  ['2023-11-14T22:13:20Z', 1_700_000_000_000_000_000n],
  ['2023-11-14t22:13:20z', 1_700_000_000_000_000_000n],
  ['2023-11-14T22:13:20.1Z', 1_700_000_000_100_000_000n],
  ['2023-11-14T22:13:20,123Z', 1_700_000_000_123_000_000n],
  ['2023-11-14T22:13:20.123456789Z', 1_700_000_000_123_456_789n],
  ['2023-11-15T00:13:20+02:00', 1_700_000_000_000_000_000n],
  ['2023-11-14T16:43:20-0530', 1_700_000_000_000_000_000n],
  ['2023-11-15T00:13:20+02', 1_700_000_000_000_000_000n],
  ['2023-11-14T22:13Z', 1_699_999_980_000_000_000n],
  ['1969-12-31T23:59:59.999999999Z', -1n],
  ['2024-02-29T00:00:00Z', 1_709_164_800_000_000_000n],
];

const none: readonly unknown[] = [
  undefined,
  null,
  true,
  {},
  [],
  Number.NaN,
  Number.POSITIVE_INFINITY,
  99_999_999_999,
  1e19,
  1e300,
  2n ** 70n,
  new Date(Number.NaN),
  '',
  'noon',
  '07:24:08',
  '1700000000',
  '2023-11-14',
  '2023-11-14T22:13:20',
  '2023-11-14 22:13:20',
  '2023-13-01T00:00:00Z',
  '2023-02-29T00:00:00Z',
  '2023-00-01T00:00:00Z',
  '2023-11-31T00:00:00Z',
  '2023-11-14T24:00:00Z',
  '2023-11-14T22:60:00Z',
  '2023-11-14T22:13:60Z',
  '2023-11-14T22:13:20.1234567890Z',
  '2023-11-14T22:13:20+24:00',
  '9999-01-01T00:00:00Z',
  '0099-01-01T00:00:00Z',
  ' 2023-11-14T22:13:20Z',
];

describe('the time of a record', () => {
  for (const [value, nanoseconds] of times) {
    test(`is read from ${typeof value} ${String(value)}`, () => {
      const time = new RecordTime();
      assert.equal(time.read(value), true);
      assert.equal(BigInt(time.ms) * 1_000_000n + BigInt(time.ns), nanoseconds);
      assert.ok(time.ns >= 0 && time.ns < 1_000_000);
    });
  }

  for (const value of none) {
    test(`is not read from ${typeof value} ${String(value)}`, () => {
      const time = new RecordTime();
      time.ms = 5;
      time.ns = 7;
      assert.equal(time.read(value), false);
      assert.deepEqual([time.ms, time.ns], [5, 7]);
    });
  }

  test('is read as well for the second time on one day', () => {
    const time = new RecordTime();
    const read = (text: string): number | undefined => (time.read(text) ? time.ms : undefined);
    const day = Date.UTC(2024, 1, 29);
    assert.equal(read('2024-02-29T00:00:00.000Z'), day);
    assert.equal(read('2024-02-29T23:59:58.123Z'), day + 86_398_123);
    assert.equal(read('2024-02-29T24:00:00.000Z'), undefined);
    assert.equal(read('2024-02-29T00:60:00.000Z'), undefined);
    assert.equal(read('2024-02-29T00:00:60.000Z'), undefined);
    assert.equal(read('2024-02-29T00:00:0x.000Z'), undefined);
    assert.equal(read('2024-02-29T00:00-00.000Z'), undefined);
    assert.equal(read('2024-02-30T00:00:00.000Z'), undefined);
    assert.equal(read('2024-02-29T00:00+01:00:00'), undefined);
    assert.equal(read('2024-02-29T01:00:00+01:00'), day);
    assert.equal(read('2024-02-29T01:00:00.5+0100'), day + 500);
    assert.equal(read('2024-03-01T00:00:00.000Z'), day + 86_400_000);
    for (let ms = 0; ms < 5 * 86_400_000; ms += 12_345_679) {
      assert.equal(read(new Date(day + ms).toISOString()), day + ms);
    }
  });

  test('is the clock otherwise', () => {
    const time = new RecordTime();
    const before = Date.now();
    time.now();
    assert.ok(time.ms >= before - 1 && time.ms <= Date.now());
  });
});
