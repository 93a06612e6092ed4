import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Chunk } from '../../../packages/core/src/queue/chunk.ts';
import { RecentPeak } from '../../../packages/core/src/queue/recent-peak.ts';

describe('the recent peak', () => {
  const [first, second, third] = [new Chunk(64, 4), new Chunk(64, 4), new Chunk(64, 4)];

  it('is the most that was in use, in whatever order it was seen', () => {
    const peak = new RecentPeak();
    peak.opened(first, 100);
    assert.equal(peak.bytes, 100);
    peak.opened(second, 300);
    peak.opened(third, 200);
    assert.equal(peak.bytes, 300);
  });

  it('decays by a tenth with each turnover that used less', () => {
    const peak = new RecentPeak();
    peak.opened(first, 1_000);
    peak.freed(first, 0);
    assert.equal(peak.bytes, 1_000);
    for (const expected of [900, 810]) {
      peak.opened(first, 10);
      peak.freed(first, 0);
      assert.equal(Math.round(peak.bytes), expected);
    }
  });

  it('counts what is still in use when a turnover ends for the next one', () => {
    const peak = new RecentPeak();
    peak.opened(first, 1_000);
    peak.freed(first, 990);
    peak.opened(second, 10);
    peak.freed(second, 0);
    assert.equal(peak.bytes, 990);
  });

  it('ends a turnover with the chunk that it began with, and with no other', () => {
    const peak = new RecentPeak();
    peak.opened(first, 1_000);
    peak.opened(second, 2_000);
    peak.freed(second, 1_000);
    peak.opened(third, 1_500);
    assert.equal(peak.bytes, 2_000);
    peak.freed(first, 10);
    peak.opened(second, 20);
    peak.freed(second, 20);
    assert.equal(peak.bytes, 1_800);
  });

  it('is nothing after it was forgotten', () => {
    const peak = new RecentPeak();
    peak.opened(first, 1_000);
    peak.freed(first, 500);
    peak.forget();
    assert.equal(peak.bytes, 0);
  });
});
