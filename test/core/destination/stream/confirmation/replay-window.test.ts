import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { ReplayWindow } from '../../../../../packages/core/src/destination/stream/confirmation/replay-window.ts';
import type { Generation } from '../../../../../packages/core/src/destination/stream/generation/generation.ts';
import { frameRun } from '../../../../support/delivery/frame-run.ts';
import { finish, idleGeneration } from '../../../../support/delivery/idle-generation.ts';
import { FakeClock } from '../../../../support/time/fake-clock.ts';

const TIMEOUT_MS = 30_000;
const RETRY_MS = 600_000;

let clock: FakeClock;
let window: ReplayWindow;
let retries: number;
let current: Generation;
let waiting: Generation[];
let question: Generation;

/** A generation whose end the kernel has taken and the peer has not answered. */
function ended(id: number, frames = 0): Generation {
  const generation = idleGeneration({ id, clock, frames });
  generation.beginEnd(current);
  generation.end();
  finish(generation);
  return generation;
}

beforeEach(() => {
  clock = new FakeClock();
  retries = 0;
  window = new ReplayWindow(TIMEOUT_MS, clock, () => {
    retries++;
  });
  current = idleGeneration({ id: 1, clock });
  question = ended(3);
  waiting = [ended(2, 1), question];
});

describe('the replay window', () => {
  it('is entered when current, question and another generation have waited for the timeout', () => {
    clock.advance(TIMEOUT_MS - 1);
    assert.equal(window.consider({ waiting, question, current }), false);
    assert.equal(window.active, false);
    clock.advance(1);
    assert.equal(window.consider({ waiting, question, current }), true);
    assert.equal(window.active, true);
  });

  it('is not entered without a question, another generation or a current one', () => {
    clock.advance(TIMEOUT_MS);
    window.consider({ waiting, question: undefined, current });
    window.consider({ waiting: [question], question, current });
    window.consider({ waiting, question, current: undefined });
    assert.equal(window.active, false);
  });

  it('is not entered while the question is young', () => {
    clock.advance(TIMEOUT_MS / 2);
    const young = ended(4);
    clock.advance(TIMEOUT_MS / 2);
    window.consider({ waiting: [...waiting, young], question: young, current });
    assert.equal(window.active, false);
  });

  it('is not entered while the kernel holds bytes back', () => {
    const unfinished = idleGeneration({ id: 2, clock, frames: 1 });
    unfinished.beginEnd(current);
    unfinished.end();
    clock.advance(TIMEOUT_MS);
    window.consider({ waiting: [unfinished, question], question, current });
    assert.equal(window.active, false);
  });

  it('asks every ten minutes, until it is left, and is worth one warning', () => {
    clock.advance(TIMEOUT_MS);
    window.consider({ waiting, question, current });
    clock.advance(3 * RETRY_MS);
    assert.equal(retries, 3);
    window.leave();
    clock.advance(RETRY_MS);
    assert.equal(retries, 3);
    assert.equal(clock.waiting, 0);
    assert.equal(window.consider({ waiting, question, current }), false, 'the warning was given before');
    assert.equal(window.active, true);
  });

  it('gives up the oldest frames of the current generation, as long as half of the queue stays', () => {
    current.cargo.add(frameRun(100, { byteLength: 10 }));
    const queue = { inFlightBytes: 1_000, maxBytes: 1_600 };
    assert.deepEqual(window.shrink(queue, current), [], 'it is not active');
    clock.advance(TIMEOUT_MS);
    window.consider({ waiting, question, current });
    const [run] = window.shrink(queue, current);
    assert.equal(run?.frames, 20);
    assert.deepEqual([current.cargo.bytes, current.cargo.firstOrdinal], [800, 20]);
    assert.deepEqual(window.shrink({ ...queue, inFlightBytes: 800 }, current), []);
  });

  it('keeps a quarter of the queue on the current generation, whatever waits elsewhere', () => {
    current.cargo.add(frameRun(100, { byteLength: 10 }));
    clock.advance(TIMEOUT_MS);
    window.consider({ waiting, question, current });
    const queue = { inFlightBytes: 1_600, maxBytes: 1_600 };
    for (let i = 0; i < 100; i++) window.shrink(queue, current);
    assert.equal(current.cargo.bytes, 400);
  });
});
