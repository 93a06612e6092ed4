import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { DropReason } from 'heka-core';
import { DropNotices } from '../../../../packages/core/src/delivery/notices/drop-notices.ts';
import { FakeClock } from '../../../support/time/fake-clock.ts';

function open() {
  const clock = new FakeClock();
  const announced: [DropReason, number][] = [];
  const drops = new DropNotices(clock, (reason, messages) => announced.push([reason, messages]));
  return { clock, drops, announced };
}

describe('notices of drops', () => {
  it('are given once per reason and turn of the event loop, with the sum', () => {
    const { clock, drops, announced } = open();
    drops.add('overflow', 2);
    drops.add('encode', 1);
    drops.add('overflow', 3);
    assert.deepEqual(announced, []);
    clock.advance(0);
    assert.deepEqual(announced, [
      ['overflow', 5],
      ['encode', 1],
    ]);
    drops.add('overflow', 1);
    clock.advance(0);
    assert.deepEqual(announced.slice(2), [['overflow', 1]]);
    assert.equal(clock.waiting, 0);
  });

  it('are summed up for the receiver once, and not again within 30 s', () => {
    const { clock, drops } = open();
    assert.equal(drops.takeSummary(), undefined);
    drops.add('overflow', 2);
    drops.add('oversize', 1);
    assert.deepEqual(
      [...(drops.takeSummary() ?? [])],
      [
        ['overflow', 2],
        ['oversize', 1],
      ],
    );
    drops.add('overflow', 4);
    clock.advance(29_999);
    assert.equal(drops.takeSummary(), undefined);
    clock.advance(1);
    assert.deepEqual([...(drops.takeSummary() ?? [])], [['overflow', 4]]);
  });

  it('are summed up at once after an outage', () => {
    const { drops } = open();
    drops.add('overflow', 1);
    drops.takeSummary();
    drops.add('overflow', 1);
    drops.outageOver();
    assert.deepEqual([...(drops.takeSummary() ?? [])], [['overflow', 1]]);
  });

  it('say nothing to the receiver about what was dropped at the end', () => {
    const { clock, drops, announced } = open();
    drops.add('closed', 7);
    clock.advance(0);
    assert.deepEqual(announced, [['closed', 7]]);
    assert.equal(drops.takeSummary(), undefined);
  });
});
