import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { ConfirmationStage, MINUTE_MS, SETTLE_MS, TIMEOUT_MS } from './confirmation-stage.ts';

let { clock, confirmation, open, end, close, at, confirm, isSuspect } = new ConfirmationStage();

beforeEach(() => {
  ({ clock, confirmation, open, end, close, at, confirm, isSuspect } = new ConfirmationStage());
});

describe('a generation that its peer does not close, after the receiver was stopped,', () => {
  for (const [stopMs, patienceMs, replays] of [
    [50_000, 100_000, 0],
    [60 * MINUTE_MS, 2 * MINUTE_MS, 0],
    [60 * MINUTE_MS, 8 * TIMEOUT_MS, 3],
  ] as const) {
    const sent = `sent ${replays} times before`;
    it(`gets ${patienceMs / 1_000} s more when that was for ${stopMs / 1_000} s, ${sent}`, () => {
      const one = open({ replays });
      const two = end(one);
      end(two);
      at(stopMs);
      close(two, stopMs);
      at(stopMs + SETTLE_MS);
      confirmation.accuse(two, 1);
      at(stopMs + patienceMs - 1);
      assert.ok(!isSuspect(one));
      at(stopMs + patienceMs);
      assert.ok(isSuspect(one));
    });
  }

  it('gets as long as the receiver was stopped when it was ended only after that', () => {
    const stopMs = 50_000;
    const [one, two, three] = [open(), open(), open()];
    end(two);
    at(10_000);
    end(three);
    at(stopMs);
    close(two, stopMs);
    close(three, stopMs - 10_000);
    end(one);
    confirm(open());
    at(3 * stopMs - 1);
    assert.ok(!isSuspect(one));
    at(3 * stopMs);
    assert.ok(isSuspect(one));
  });

  it('gets no time for a stop that was over when it was opened, nor for an older one', () => {
    const [first, second] = [open(), open()];
    end(first);
    at(60_000);
    close(first, 60_000);
    at(180_000);
    end(second);
    const before = open();
    at(200_000);
    close(second, 20_000);
    const one = open();
    clock.advance(1);
    end(before);
    end(one);
    confirm(open());
    at(200_001 + TIMEOUT_MS - 1);
    assert.ok(!isSuspect(one));
    at(200_001 + TIMEOUT_MS);
    assert.ok(isSuspect(one));
    // It was opened 20 s before the last stop was over, so 40 s count, and not the 120 s of the first one.
    at(240_000 - 1);
    assert.ok(!isSuspect(before));
    at(240_000);
    assert.ok(isSuspect(before));
  });

  it('gets as long as the receiver may have been stopped when that was noticed late', () => {
    const [one, two] = [open(), open()];
    at(40_000);
    end(one);
    end(two);
    at(60_000);
    close(two, 20_000);
    confirm(open());
    at(3 * 60_000 - 1);
    assert.ok(!isSuspect(one));
    at(3 * 60_000);
    assert.ok(isSuspect(one));
  });

  it('is dead two minutes after the evidence, even if all closes take long', () => {
    const one = open();
    end(one);
    clock.advance(1);
    let late = open();
    for (let second = 0; second < 300; second += 20) {
      end(late);
      at((second + 20) * 1_000);
      const { endedAt } = late;
      close(late, 20_000);
      clock.advance(SETTLE_MS);
      confirmation.accuse(late, endedAt ?? 0);
      late = open();
      assert.equal(isSuspect(one), clock.now() >= 20_000 + SETTLE_MS + 2 * MINUTE_MS, `${clock.now()}`);
    }
  });

  it('gets no more time than half of the timeout when its end was wanted for long, after a stop', () => {
    const stopped = open();
    end(stopped);
    at(20_000);
    close(stopped, 20_000);
    clock.advance(1);
    const one = open();
    end(one, open(), TIMEOUT_MS);
    confirm(open());
    at(20_001 + TIMEOUT_MS / 2 - 1);
    assert.ok(!isSuspect(one));
    at(20_001 + TIMEOUT_MS / 2);
    assert.ok(isSuspect(one));
  });
});
