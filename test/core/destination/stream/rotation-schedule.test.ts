import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import type { ConfirmOptions } from '../../../../packages/core/src/destination/destination-options.ts';
import { RotationSchedule } from '../../../../packages/core/src/destination/stream/rotation-schedule.ts';

/** The timers of a schedule keep no process alive; these tests do. */
const alive = setInterval(() => {}, 60_000);
after(() => clearInterval(alive));

function options(confirmIntervalMs: number): ConfirmOptions {
  return {
    mode: 'at-least-once',
    confirmBytes: 1_000,
    confirmIntervalMs,
    settleTimeMs: 1,
    confirmTimeoutMs: 1,
    ordered: false,
  };
}

/** Starts a schedule for each random number, in their order; resolves to the order in which they become due. */
async function dueOrder(...starts: { random: number; replays: number }[]): Promise<number[]> {
  const order: number[] = [];
  await Promise.all(
    starts.map(
      ({ random, replays }, index) =>
        new Promise<void>((resolve) => {
          const schedule = new RotationSchedule(
            options(200),
            () => random,
            () => {
              order.push(index);
              resolve();
            },
          );
          schedule.started(replays);
        }),
    ),
  );
  return order;
}

const generation = { bytes: 1, firstOrdinal: 0 };

describe('the schedule of rotations', () => {
  it('spreads the interval over half to one and a half of it', async () => {
    const starts = [0.99, 0.5, 0].map((random) => ({ random, replays: 0 }));
    assert.deepEqual(await dueOrder(...starts), [2, 1, 0]);
  });

  it('confirms sooner what was sent in vain before', async () => {
    const starts = [0, 1, 2].map((replays) => ({ random: 0.5, replays }));
    assert.deepEqual(await dueOrder(...starts), [2, 1, 0]);
  });

  it('is due at once for the first flush, then lets flushes wait for each other', async () => {
    const later = new Promise<void>((resolve) => {
      const schedule = new RotationSchedule(options(60_000), Math.random, () => {
        if (schedule.isDue(generation, 10, false)) resolve();
      });
      schedule.confirmUpTo(10);
      assert.equal(schedule.isDue(generation, 10, false), true);
      schedule.rotated();
      assert.equal(schedule.isDue(generation, 10, false), false);
    });
    await later;
  });

  it('does not let the end of a process wait', () => {
    const schedule = new RotationSchedule(options(60_000), Math.random, () => {});
    schedule.confirmUpTo(10);
    schedule.rotated();
    assert.equal(schedule.isDue(generation, 10, true), true);
  });

  it('is not due for what is still to be sent, or confirmed', () => {
    const schedule = new RotationSchedule(options(60_000), Math.random, () => {});
    schedule.confirmUpTo(10);
    assert.equal(schedule.isDue(generation, 9, false), false);
    assert.equal(schedule.isDue({ bytes: 1, firstOrdinal: 10 }, 10, false), false);
  });

  it('is due when a generation is large', () => {
    const schedule = new RotationSchedule(options(60_000), Math.random, () => {});
    assert.equal(schedule.isDue({ bytes: 999, firstOrdinal: 0 }, 0, false), false);
    assert.equal(schedule.isDue({ bytes: 1_000, firstOrdinal: 0 }, 0, false), true);
  });
});
