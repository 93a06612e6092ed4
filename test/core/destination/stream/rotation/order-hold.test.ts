import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { OrderHold } from '../../../../../packages/core/src/destination/stream/rotation/order-hold.ts';
import { idleGeneration } from '../../../../support/delivery/idle-generation.ts';
import { FakeClock } from '../../../../support/time/fake-clock.ts';

const empty = { retainedBytes: 0, maxBytes: 100 };
const halfFull = { retainedBytes: 51, maxBytes: 100 };

function open(ordered: boolean) {
  const clock = new FakeClock();
  let released = 0;
  const hold = new OrderHold({ ordered, confirmTimeoutMs: 30_000 }, clock, () => {
    released++;
  });
  const ahead = idleGeneration({ id: 1, clock, frames: 1 });
  return { hold, clock, ahead, released: () => released };
}

describe('the hold that keeps order', () => {
  for (const [ordered, ms] of [
    [false, 100],
    [true, 30_000],
  ] as const) {
    it(`ends after ${ms} ms with ordered: ${ordered}`, () => {
      const { hold, clock, ahead, released } = open(ordered);
      assert.equal(hold.blocks(empty), false);
      hold.begin(ahead);
      clock.advance(ms - 1);
      assert.equal(hold.blocks(empty), true);
      assert.equal(released(), 0);
      clock.advance(1);
      assert.equal(released(), 1);
      assert.equal(hold.blocks(empty), false);
    });

    it(`ends when the generation ahead is not connected any more, with ordered: ${ordered}`, () => {
      const { hold, clock, ahead, released } = open(ordered);
      hold.begin(ahead);
      ahead.fail();
      assert.equal(hold.blocks(empty), false);
      assert.deepEqual([clock.waiting, released()], [0, 0]);
    });
  }

  it('ends when the queue is over half full, unless order is wanted', () => {
    for (const ordered of [false, true]) {
      const { hold, ahead } = open(ordered);
      hold.begin(ahead);
      assert.equal(hold.blocks(halfFull), ordered);
    }
  });

  it('waits for the last generation only', () => {
    const { hold, clock, ahead } = open(false);
    hold.begin(ahead);
    clock.advance(60);
    hold.begin(idleGeneration({ id: 2, clock, frames: 1 }));
    ahead.fail();
    clock.advance(60);
    assert.equal(hold.blocks(empty), true);
    assert.equal(clock.waiting, 1);
  });
});
