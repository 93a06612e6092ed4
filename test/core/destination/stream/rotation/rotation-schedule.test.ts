import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { RotationSchedule } from '../../../../../packages/core/src/destination/stream/rotation/rotation-schedule.ts';
import { FakeClock } from '../../../../support/time/fake-clock.ts';

const cargo = { bytes: 1, firstOrdinal: 0 };

function open({ confirmIntervalMs = 60_000, random = 0.5 } = {}) {
  const clock = new FakeClock();
  let acts = 0;
  const schedule = new RotationSchedule({
    confirm: { confirmBytes: 1_000, confirmIntervalMs },
    clock,
    random: () => random,
    act: () => {
      acts++;
    },
  });
  return { schedule, clock, acts: () => acts };
}

describe('the schedule of rotations', () => {
  for (const [random, ms] of [
    [0, 500],
    [0.5, 1_000],
    [0.999, 1_499],
  ] as const) {
    it(`is due after ${ms / 1_000} of the interval for a random ${random}`, () => {
      const { schedule, clock, acts } = open({ confirmIntervalMs: 1_000, random });
      schedule.started();
      clock.advance(ms - 1);
      assert.equal(schedule.isDue(cargo, 0, false), false);
      clock.advance(1);
      assert.equal(acts(), 1);
      assert.equal(schedule.isDue(cargo, 0, false), true);
    });
  }

  it('counts the interval from the first frame', () => {
    const { schedule, clock } = open({ confirmIntervalMs: 1_000 });
    schedule.started();
    clock.advance(600);
    schedule.started();
    clock.advance(400);
    assert.equal(schedule.isDue(cargo, 0, false), true);
  });

  it('forgets what was meant for the generation before', () => {
    const { schedule, clock } = open({ confirmIntervalMs: 1_000 });
    schedule.started();
    schedule.demand();
    schedule.forget();
    assert.equal(schedule.isDue(cargo, 0, false), false);
    assert.equal(clock.waiting, 0);
  });

  it('is due for a flush when everything was sent, at most once a second', () => {
    const { schedule, clock, acts } = open();
    schedule.confirmUpTo(10);
    assert.equal(schedule.isDue(cargo, 10, false), true);
    schedule.rotated();
    clock.advance(400);
    assert.equal(schedule.isDue(cargo, 10, false), false);
    clock.advance(599);
    assert.equal(acts(), 0);
    clock.advance(1);
    assert.equal(acts(), 1);
    assert.equal(schedule.isDue(cargo, 10, false), true);
  });

  it('does not make flushes wait for each other at the end of life', () => {
    const { schedule } = open();
    schedule.confirmUpTo(10);
    schedule.rotated();
    assert.equal(schedule.isDue(cargo, 10, true), true);
  });

  it('is not due for what is still to be sent, or confirmed', () => {
    const { schedule } = open();
    schedule.confirmUpTo(10);
    assert.equal(schedule.isDue(cargo, 9, false), false);
    assert.equal(schedule.isDue({ bytes: 1, firstOrdinal: 10 }, 10, false), false);
  });

  it('is due when a generation is large', () => {
    const { schedule } = open();
    assert.equal(schedule.isDue({ bytes: 999, firstOrdinal: 0 }, 0, false), false);
    assert.equal(schedule.isDue({ bytes: 1_000, firstOrdinal: 0 }, 0, false), true);
  });

  it('looks again at the earliest time that was wanted, once', () => {
    const { schedule, clock, acts } = open();
    schedule.again(5_000);
    schedule.again(200);
    schedule.again(300);
    clock.advance(200);
    assert.equal(acts(), 1);
    clock.advance(10_000);
    assert.equal(acts(), 1);
  });

  it('leaves no timer behind when it is stopped', () => {
    const { schedule, clock } = open();
    schedule.started();
    schedule.again(100);
    schedule.stop();
    assert.equal(clock.waiting, 0);
  });
});
