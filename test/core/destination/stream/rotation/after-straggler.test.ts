import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, it, type TestContext } from 'node:test';
import { Generation } from '../../../../../packages/core/src/destination/stream/generation/generation.ts';
import { afterStraggler } from '../../../../../packages/core/src/destination/stream/rotation/after-straggler.ts';
import { RoundTrip } from '../../../../../packages/core/src/destination/stream/rotation/round-trip.ts';
import { ipAddress } from '../../../../../packages/core/src/net/address.ts';
import { frameRun } from '../../../../support/delivery/frame-run.ts';
import { idleGeneration } from '../../../../support/delivery/idle-generation.ts';
import { PlainServer } from '../../../../support/servers/plain-server.ts';
import { FakeClock } from '../../../../support/time/fake-clock.ts';

/** When `end` is called for a generation that was last written to at 0, and waited for from `from` on. */
function endsAt({ roundTripMs = 0, isUrgent = false, from = 0 }): number {
  const clock = new FakeClock();
  const generation = idleGeneration({ id: 1, clock });
  clock.advance(from);
  let endedAt = Number.NaN;
  afterStraggler({ generation, roundTripMs, isUrgent }, clock, () => {
    endedAt = clock.now();
  });
  clock.advance(10_000);
  assert.equal(clock.startedInThePast, 0);
  return endedAt;
}

/** A generation whose peer does not read. */
async function openStalled(test: TestContext): Promise<{ generation: Generation; clock: FakeClock }> {
  const server = await PlainServer.start(test, { onConnection: ({ socket }) => socket.pause() });
  const socket = connect({ port: server.port, host: '127.0.0.1', allowHalfOpen: true });
  await once(socket, 'connect');
  test.after(() => socket.destroy());
  const clock = new FakeClock();
  const opened = { socket, address: ipAddress('127.0.0.1', server.port), connectMs: 0 };
  const hooks = { written: () => {}, closedCleanly: () => {}, failed: () => {} };
  return { generation: new Generation({ id: 1, opened, clock, hooks }), clock };
}

describe('the wait before the end of a connection', () => {
  it('is 50 ms from the last write', () => assert.equal(endsAt({}), 50));

  it('is 10 ms at the end of life', () => assert.equal(endsAt({ isUrgent: true }), 10));

  it('is two round trips', () => {
    assert.equal(endsAt({ roundTripMs: 40 }), 80);
    assert.equal(endsAt({ roundTripMs: 40, isUrgent: true }), 80);
  });

  it('is a second at most', () => assert.equal(endsAt({ roundTripMs: 4_000 }), 1_000));

  it('counts from the last write, not from the rotation', () => {
    assert.equal(endsAt({ from: 30 }), 50);
    assert.equal(endsAt({ from: 300 }), 300);
  });

  it('is two turns of the event loop at least', () => {
    const clock = new FakeClock();
    const generation = idleGeneration({ id: 1, clock });
    clock.advance(1_000);
    let isEnded = false;
    afterStraggler({ generation, roundTripMs: 0, isUrgent: true }, clock, () => {
      isEnded = true;
    });
    const turns: boolean[] = [];
    clock.setImmediate(() => {
      turns.push(isEnded);
      clock.setImmediate(() => turns.push(isEnded));
    });
    clock.advance(0);
    assert.deepEqual(turns, [false, true]);
  });

  it('is a second for what the kernel does not take, and no longer', async (t) => {
    const { generation, clock } = await openStalled(t);
    const runs = [frameRun(1, { byteLength: 64 * 1_048_576 })];
    generation.write(() => runs.shift(), 1_000_000);
    let endedAt = Number.NaN;
    afterStraggler({ generation, roundTripMs: 0, isUrgent: false }, clock, () => {
      endedAt = clock.now();
    });
    await clock.pass(999);
    assert.equal(generation.isAllTaken, false);
    assert.ok(Number.isNaN(endedAt));
    await clock.pass(1);
    assert.equal(endedAt, 1_000);
  });
});

describe('the round trip', () => {
  it('is the time that connecting took, while no connection was closed', () => {
    assert.equal(new RoundTrip().of(7), 7);
  });

  it('is the longest of the last eight closes, if that is longer', () => {
    const roundTrip = new RoundTrip();
    for (const closeMs of [900, 5, 60, 80, 10, 20, 30, 40]) roundTrip.closed(closeMs);
    assert.equal(roundTrip.of(7), 900);
    roundTrip.closed(50);
    assert.equal(roundTrip.of(7), 80);
    assert.equal(roundTrip.of(100), 100);
  });
});
