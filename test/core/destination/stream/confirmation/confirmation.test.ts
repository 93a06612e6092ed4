import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { Confirmation } from '../../../../../packages/core/src/destination/stream/confirmation/confirmation.ts';
import type { Generation } from '../../../../../packages/core/src/destination/stream/generation/generation.ts';
import { closeCleanly, idleGeneration } from '../../../../support/delivery/idle-generation.ts';
import { FakeClock } from '../../../../support/time/fake-clock.ts';

const SETTLE_MS = 2_000;
const TIMEOUT_MS = 30_000;
const MINUTE_MS = 60_000;

let clock: FakeClock;
let confirmation: Confirmation;
let decisions: string[];
let lastId: number;

beforeEach(() => {
  clock = new FakeClock();
  decisions = [];
  lastId = 0;
  const decide =
    (what: string) =>
    (generation?: Generation): void => {
      decisions.push(generation === undefined ? what : `${what} ${generation.id}`);
    };
  confirmation = new Confirmation({ settleTimeMs: SETTLE_MS, confirmTimeoutMs: TIMEOUT_MS }, clock, {
    confirm: (generation) => {
      generation.confirm();
      decide('confirm')(generation);
    },
    unsettled: decide('unsettled'),
    distrust: (generation) => {
      generation.fail();
      decide('distrust')(generation);
      confirmation.failed(generation);
    },
    suspect: (generation, witness) => decisions.push(`suspect ${generation.id} because of ${witness.id}`),
    doubt: decide('doubt'),
    overdue: decide('overdue'),
  });
});

interface Init {
  readonly port?: number;
  readonly frames?: number;
  readonly replays?: number;
}

function open(init: Init = {}): Generation {
  lastId++;
  return idleGeneration({ id: lastId, clock, frames: 1, ...init });
}

/** Opens the sentinel of a generation and calls `end()` on it. Returns the sentinel. */
function end(generation: Generation, sentinel = open(), heldMs = 0): Generation {
  generation.beginEnd(sentinel);
  generation.end();
  confirmation.ended(generation, heldMs);
  return sentinel;
}

function close(generation: Generation, sinceMs = 1): void {
  closeCleanly(generation);
  confirmation.closed(generation, sinceMs);
}

/** Lets time pass until it is `ms` since the start. */
function at(ms: number): void {
  clock.advance(ms - clock.now());
}

/** Ends and closes a generation and lets it settle, as the evidence against those that wait. */
function confirm(generation: Generation): void {
  clock.advance(1);
  end(generation);
  close(generation);
  const { endedAt } = generation;
  clock.advance(SETTLE_MS);
  confirmation.accuse(generation, endedAt ?? 0);
}

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
    confirmation = new Confirmation({ settleTimeMs: 50, confirmTimeoutMs: TIMEOUT_MS }, clock, {
      confirm: ({ id }) => decisions.push(`confirm ${id}`),
      unsettled: ({ id }) => decisions.push(`unsettled ${id}`),
      distrust: () => {},
      suspect: () => {},
      doubt: () => {},
      overdue: () => {},
    });
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

  for (const [stopMs, patienceMs, replays] of [
    [50_000, 100_000, 0],
    [60 * MINUTE_MS, 2 * MINUTE_MS, 0],
    [60 * MINUTE_MS, 8 * TIMEOUT_MS, 3],
  ] as const) {
    const sent = `sent ${replays} times before`;
    it(`gets ${patienceMs / 1_000} s more when the receiver was stopped for ${stopMs / 1_000} s, ${sent}`, () => {
      const one = open({ replays });
      const two = end(one);
      end(two);
      at(stopMs);
      close(two, stopMs);
      at(stopMs + SETTLE_MS);
      confirmation.accuse(two, 1);
      at(stopMs + patienceMs - 1);
      assert.ok(!decisions.includes('suspect 1 because of 2'));
      at(stopMs + patienceMs);
      assert.equal(decisions.at(-1), 'suspect 1 because of 2');
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
    assert.ok(!decisions.some((decision) => decision.startsWith('suspect')));
    at(3 * stopMs);
    assert.equal(decisions.at(-1)?.replace(/ because.*/, ''), 'suspect 1');
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
    assert.ok(!decisions.some((decision) => decision.startsWith('suspect')));
    at(200_001 + TIMEOUT_MS);
    assert.match(decisions.at(-1) ?? '', new RegExp(`^suspect ${one.id} `));
    // It was opened 20 s before the last stop was over, so 40 s count, and not the 120 s of the first one.
    at(240_000 - 1);
    assert.ok(!decisions.some((decision) => decision.startsWith(`suspect ${before.id} `)));
    at(240_000);
    assert.match(decisions.at(-1) ?? '', new RegExp(`^suspect ${before.id} `));
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
    assert.ok(!decisions.some((decision) => decision.startsWith('suspect')));
    at(3 * 60_000);
    assert.match(decisions.at(-1) ?? '', /^suspect 1 /);
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
      const isDead = decisions.some((decision) => decision.startsWith('suspect 1 '));
      assert.equal(isDead, clock.now() >= 20_000 + SETTLE_MS + 2 * MINUTE_MS, `${clock.now()}`);
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
    assert.ok(!decisions.some((decision) => decision.startsWith('suspect')));
    at(20_001 + TIMEOUT_MS / 2);
    assert.match(decisions.at(-1) ?? '', new RegExp(`^suspect ${one.id} `));
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
