import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Cargo } from '../../../../../packages/core/src/destination/stream/generation/cargo.ts';
import { frameRun } from '../../../../support/delivery/frame-run.ts';

describe('the frames on a connection', () => {
  it('count as sent before as often as the one that was sent most often', () => {
    const cargo = new Cargo();
    assert.equal(cargo.replays, 0);
    cargo.add(frameRun(2, { replays: 3 }));
    cargo.add(frameRun(5));
    cargo.add(frameRun(1, { replays: 1 }));
    assert.equal(cargo.replays, 3);
  });

  it('add up, and are taken away from the front, whole runs and parts of them', () => {
    const cargo = new Cargo();
    cargo.add(frameRun(4, { byteLength: 10 }));
    cargo.add(frameRun(3, { byteLength: 100 }));
    assert.deepEqual([cargo.frames, cargo.bytes, cargo.firstOrdinal], [7, 340, 0]);
    const taken = cargo.takeFront(5);
    assert.deepEqual(
      taken.map(({ frames }) => frames),
      [4, 1],
    );
    assert.deepEqual([cargo.frames, cargo.bytes], [2, 200]);
    cargo.takeAll();
    assert.deepEqual([cargo.frames, cargo.bytes, cargo.firstOrdinal], [0, 0, Number.POSITIVE_INFINITY]);
  });
});
