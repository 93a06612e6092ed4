import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Clock } from '../../../packages/core/src/clock.ts';
import { createClockReader, type Instant, readClock } from '../../../packages/core/src/message/timestamp.ts';
import { FakeClock } from '../../support/time/fake-clock.ts';

/** A monotonic clock and a wall clock that a test sets one by one. */
class TwoClocks extends FakeClock {
  wall = 1_760_000_000_000;
  monotonic = 0;

  override now(): number {
    return this.monotonic;
  }

  override wallTime(): number {
    return this.wall;
  }
}

function reader(clock: Clock): () => Instant {
  const read = createClockReader(clock);
  return () => {
    const instant: Instant = { ms: 0, ns: 0 };
    read(instant);
    return instant;
  };
}

test('the clock is at most one whole millisecond behind Date.now, never ahead, and finer than that', () => {
  const instant: Instant = { ms: 0, ns: 0 };
  const fractions = new Set<number>();
  for (let count = 0; count < 2000; count++) {
    const before = Date.now();
    readClock(instant);
    const after = Date.now();
    // An answer of the wall clock holds for 0.1 ms, which may have begun in the millisecond before.
    assert.ok(
      instant.ms >= before - 1 && instant.ms <= after,
      `${instant.ms} is not from ${before} to ${after}`,
    );
    assert.ok(Number.isInteger(instant.ns) && instant.ns >= 0 && instant.ns <= 999_999);
    fractions.add(instant.ns);
  }
  assert.ok(fractions.size > 10);
});

test('the clock follows a step of the wall clock after 0.1 ms', () => {
  const clock = new TwoClocks();
  const read = reader(clock);
  const start = clock.wall;
  for (const step of [3_600_000, -3_600_000, 1, 0]) {
    clock.wall = start + step;
    clock.monotonic += 0.1;
    assert.equal(read().ms, start + step);
  }
});

test('the clock does not run ahead of the wall clock, nor back while that stands', () => {
  const clock = new TwoClocks();
  const read = reader(clock);
  let last = -1;
  for (let count = 0; count < 300; count++) {
    clock.monotonic += 0.01;
    const { ms, ns } = read();
    assert.ok(ms === clock.wall && ns >= last, `${ms} ms and ${ns} ns follow ${last} ns`);
    last = ns;
  }
});

test('the clock knows the time between two milliseconds of the wall clock', () => {
  const clock = new TwoClocks();
  const read = reader(clock);
  read();
  // The wall clock changes at a whole millisecond of the monotonic one: now the phase of both is known.
  clock.wall++;
  clock.monotonic++;
  read();
  clock.monotonic += 0.05;
  assert.deepEqual(read(), { ms: clock.wall, ns: 50_000 });
});
