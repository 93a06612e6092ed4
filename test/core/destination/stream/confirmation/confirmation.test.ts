import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { ConfirmationStage, MINUTE_MS, SETTLE_MS, TIMEOUT_MS } from './confirmation-stage.ts';

let { clock, confirmation, decisions, open, end, close, at, confirm } = new ConfirmationStage();

beforeEach(() => {
  ({ clock, confirmation, decisions, open, end, close, at, confirm } = new ConfirmationStage());
});

describe('a generation that closed cleanly', () => {
  it('is confirmed when its sentinel is alive after the settle time, and not before', () => {
    const one = open();
    end(one);
    close(one);
    clock.advance(SETTLE_MS - 1);
    assert.deepEqual(decisions, []);
    clock.advance(1);
    assert.deepEqual(decisions, ['confirm 1']);
    assert.equal(clock.waiting, 0);
  });

  it('is not trusted when its sentinel fails before', () => {
    const one = open();
    const sentinel = end(one);
    close(one);
    clock.advance(SETTLE_MS - 1);
    sentinel.fail();
    confirmation.failed(sentinel);
    assert.deepEqual(decisions, ['distrust 1']);
    assert.equal(clock.waiting, 0);
  });

  it('relies on the sentinel of its sentinel when that has closed cleanly too', () => {
    const one = open();
    const two = end(one);
    close(one);
    clock.advance(500);
    const three = end(two);
    close(two);
    clock.advance(SETTLE_MS - 500);
    assert.deepEqual(decisions, ['confirm 1']);
    three.fail();
    confirmation.failed(three);
    assert.deepEqual(decisions, ['confirm 1', 'distrust 2']);
  });

  it('is not trusted when any link of that chain failed', () => {
    const one = open();
    const two = end(one);
    close(one);
    const three = end(two);
    close(two);
    three.fail();
    confirmation.failed(three);
    assert.deepEqual(decisions.sort(), ['distrust 1', 'distrust 2']);
  });

  it('is not trusted when its sentinel leads to another address', () => {
    const one = open({ port: 1 });
    end(one, open({ port: 2 }));
    close(one);
    clock.advance(SETTLE_MS);
    assert.deepEqual(decisions, ['distrust 1']);
  });
});

describe('at the end of life, a generation that closed cleanly', () => {
  it('is unsettled after 250 ms, and confirmed after the settle time all the same', () => {
    confirmation.setUrgent(true);
    const one = open();
    end(one);
    close(one);
    clock.advance(249);
    assert.deepEqual(decisions, []);
    clock.advance(1);
    assert.deepEqual(decisions, ['unsettled 1']);
    assert.equal(one.state, 'unsettled');
    clock.advance(SETTLE_MS - 251);
    assert.equal(decisions.length, 1);
    clock.advance(1);
    assert.deepEqual(decisions, ['unsettled 1', 'confirm 1']);
  });

  it('is unsettled at once when it has waited for longer before', () => {
    const one = open();
    end(one);
    close(one);
    clock.advance(300);
    confirmation.setUrgent(true);
    assert.deepEqual(decisions, ['unsettled 1']);
    assert.equal(clock.startedInThePast, 0);
  });

  it('is not trusted when its sentinel fails within the short wait, or after it', () => {
    confirmation.setUrgent(true);
    for (const afterMs of [100, 1_000]) {
      const one = open();
      const sentinel = end(one);
      close(one);
      clock.advance(afterMs);
      sentinel.fail();
      confirmation.failed(sentinel);
    }
    assert.deepEqual(decisions, ['distrust 1', 'unsettled 3', 'distrust 3']);
    assert.equal(clock.waiting, 0);
  });

  it('just settles when the end is called off', () => {
    confirmation.setUrgent(true);
    const one = open();
    end(one);
    close(one);
    confirmation.setUrgent(false);
    clock.advance(SETTLE_MS);
    assert.deepEqual(decisions, ['confirm 1']);
  });

  it('is confirmed without having been unsettled when the settle time is shorter', () => {
    ({ clock, confirmation, decisions, open, end, close } = new ConfirmationStage(50));
    confirmation.setUrgent(true);
    const one = open();
    end(one);
    close(one);
    clock.advance(1_000);
    assert.deepEqual(decisions, ['confirm 1']);
    assert.equal(clock.waiting, 0);
  });
});

describe('a generation that its peer does not close', () => {
  it('is doubted after 5 s, and overdue after the timeout', () => {
    end(open());
    clock.advance(4_999);
    assert.deepEqual(decisions, []);
    clock.advance(1);
    assert.deepEqual(decisions, ['doubt']);
    assert.equal(confirmation.haveWaited(TIMEOUT_MS), false);
    clock.advance(TIMEOUT_MS - 5_000);
    assert.deepEqual(decisions, ['doubt', 'overdue']);
    assert.equal(confirmation.haveWaited(TIMEOUT_MS), true);
  });

  it('is doubted again in rounds that double, up to ten minutes', () => {
    end(open());
    const times: number[] = [];
    let seen = 0;
    for (let second = 0; second < 7_200; second++) {
      clock.advance(1_000);
      const doubts = decisions.filter((decision) => decision === 'doubt').length;
      if (doubts > seen) times.push(clock.now() / 1_000);
      seen = doubts;
    }
    // Rounds begin at 0, 30, 90, 210, 450, 930, 1530, ...
    assert.deepEqual(times.slice(0, 7), [5, 60, 150, 330, 690, 1_230, 1_830]);
    assert.equal(clock.startedInThePast, 0);
  });

  it('is not doubted when it carries nothing', () => {
    end(open({ frames: 0 }));
    clock.advance(MINUTE_MS);
    assert.deepEqual(decisions, ['overdue']);
    assert.equal(confirmation.oldestUnknown, undefined);
  });

  it('is dead after the timeout when one that was ended later was confirmed', () => {
    const one = open();
    const two = end(one);
    confirm(two);
    assert.deepEqual(decisions, ['confirm 2']);
    assert.equal(confirmation.oldestUnknown, undefined);
    at(TIMEOUT_MS - 1);
    assert.deepEqual(decisions, ['confirm 2']);
    at(TIMEOUT_MS);
    assert.deepEqual(decisions, ['confirm 2', 'suspect 1 because of 2']);
    assert.equal(clock.waiting, 0);
  });

  it('is dead at once when the timeout is over by then, without a timer in the past', () => {
    const one = open();
    const two = end(one);
    clock.advance(TIMEOUT_MS + 1);
    confirm(two);
    assert.equal(decisions.at(-1), 'suspect 1 because of 2');
    assert.equal(clock.startedInThePast, 0);
  });

  it('is not dead because of one that was ended before, or at another address', () => {
    const [before, elsewhere, one] = [open(), open({ port: 2 }), open()];
    end(before);
    close(before);
    end(one);
    clock.advance(SETTLE_MS);
    confirmation.accuse(before, 0);
    end(elsewhere, open({ port: 2 }));
    confirmation.accuse(elsewhere, clock.now());
    assert.equal(confirmation.oldestUnknown, one);
    clock.advance(TIMEOUT_MS);
    assert.ok(!decisions.some((decision) => decision.startsWith('suspect')));
  });

  for (const [replays, timeoutMs] of [
    [0, TIMEOUT_MS],
    [1, 2 * TIMEOUT_MS],
    [3, 8 * TIMEOUT_MS],
    [10, 10 * MINUTE_MS],
  ] as const) {
    it(`is dead after ${timeoutMs / 1_000} s when its frames were sent ${replays} times before`, () => {
      const one = open({ replays });
      const two = end(one);
      confirm(two);
      at(timeoutMs - 1);
      assert.deepEqual(decisions, ['confirm 2']);
      at(timeoutMs);
      assert.equal(decisions.at(-1), 'suspect 1 because of 2');
    });
  }

  it('has waited before its end already, but half of the timeout counts from its end', () => {
    const [one, two, three] = [open(), open(), open()];
    end(one, two, 10_000);
    end(two, three, TIMEOUT_MS);
    confirm(three);
    at(TIMEOUT_MS / 2);
    assert.deepEqual(decisions, ['confirm 3', 'suspect 2 because of 3']);
    at(TIMEOUT_MS - 10_000 - 1);
    assert.equal(decisions.length, 2);
    at(TIMEOUT_MS - 10_000);
    assert.equal(decisions.at(-1), 'suspect 1 because of 3');
  });

  it('is overdue, and the next round begins, when the process was held up', () => {
    end(open());
    clock.sleep(60 * MINUTE_MS);
    assert.deepEqual(decisions.sort(), ['doubt', 'overdue']);
    assert.equal(clock.startedInThePast, 0);
    assert.equal(clock.waiting, 1);
  });
});

describe('a confirmation that is stopped', () => {
  it('leaves no timer behind', () => {
    confirmation.setUrgent(true);
    const one = open();
    const two = end(one);
    close(one);
    end(two);
    assert.equal(clock.waiting, 3);
    confirmation.stop();
    assert.equal(clock.waiting, 0);
  });

  it('forgets a generation that is let go', () => {
    const one = open();
    end(one);
    confirmation.forget(one);
    assert.equal(clock.waiting, 0);
    assert.equal(confirmation.haveWaited(TIMEOUT_MS), true);
  });
});
