import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, it, type TestContext } from 'node:test';
import { Generation } from '../../../../../packages/core/src/destination/stream/generation/generation.ts';
import { ipAddress } from '../../../../../packages/core/src/net/address.ts';
import type { FrameRun } from '../../../../../packages/core/src/queue/frame-store.ts';
import { frameRun } from '../../../../support/delivery/frame-run.ts';
import { idleGeneration } from '../../../../support/delivery/idle-generation.ts';
import { PlainServer, type PlainServerOptions } from '../../../../support/servers/plain-server.ts';
import { FakeClock } from '../../../../support/time/fake-clock.ts';
import { within } from '../../../../support/time/within.ts';

type Verdict = 'closed cleanly' | 'failed';

/** More than both kernels hold. */
const TOO_MUCH = 64 * 1_048_576;

/** A generation on an open connection, and its sentinel. */
async function open(test: TestContext, options: PlainServerOptions = {}) {
  const server = await PlainServer.start(test, options);
  const socket = connect({ port: server.port, host: '127.0.0.1', allowHalfOpen: true });
  await within(once(socket, 'connect'), 'a connection to the server');
  await server.until(() => server.connections.length === 1);
  const peer = server.connections[0]?.socket;
  assert.ok(peer);
  let tell: (verdict: Verdict) => void = () => {};
  const verdict = new Promise<Verdict>((resolve) => {
    tell = resolve;
  });
  let taken = 0;
  let tellTaken: () => void = () => {};
  const whenTaken = (frames: number): Promise<void> =>
    new Promise((resolve) => {
      tellTaken = () => {
        if (taken >= frames) resolve();
      };
    });
  const clock = new FakeClock();
  const generation = new Generation({
    id: 1,
    opened: { socket, address: ipAddress('127.0.0.1', server.port), connectMs: 0 },
    clock,
    hooks: {
      written: (_, frames) => {
        taken += frames;
        tellTaken();
      },
      closedCleanly: () => tell('closed cleanly'),
      failed: () => tell('failed'),
    },
  });
  return {
    generation,
    peer,
    socket,
    verdict: () => within(verdict, 'a verdict on the connection'),
    clock,
    taken: () => taken,
    whenTaken,
  };
}

function idle(id: number, port = 1): Generation {
  return idleGeneration({ id, clock: new FakeClock(), port });
}

function write(generation: Generation, run: FrameRun): void {
  const runs = [run];
  generation.write(() => runs.shift(), 1_048_576);
}

describe('the connection of a generation', () => {
  it('closed cleanly when the FIN of its peer follows its own', async (t) => {
    const { generation, verdict } = await open(t);
    generation.beginEnd(idle(2));
    assert.equal(generation.end(), true);
    assert.equal(await verdict(), 'closed cleanly');
    assert.equal(generation.state, 'settling');
  });

  it('failed when the FIN of its peer comes while it is open', async (t) => {
    const { peer, verdict } = await open(t);
    peer.end();
    assert.equal(await verdict(), 'failed');
  });

  it('failed when the FIN of its peer comes before its own end', async (t) => {
    const { generation, peer, verdict } = await open(t);
    generation.beginEnd(idle(2));
    peer.end();
    assert.equal(await verdict(), 'failed');
  });

  it('failed when the FIN of its peer comes before its own is out', async (t) => {
    const { generation, peer, verdict } = await open(t);
    // Bytes that the kernel can not take at once hold our FIN back.
    peer.pause();
    write(generation, frameRun(1, { byteLength: TOO_MUCH }));
    generation.beginEnd(idle(2));
    generation.end();
    peer.end();
    assert.equal(await verdict(), 'failed');
  });

  it('failed when it is reset after its own end', async (t) => {
    const { generation, verdict } = await open(t, { onEnd: ({ socket }) => socket.resetAndDestroy() });
    generation.beginEnd(idle(2));
    generation.end();
    assert.equal(await verdict(), 'failed');
  });

  it('does not count what the kernel has not taken when it is destroyed', async (t) => {
    const { generation, peer, socket, taken } = await open(t);
    peer.pause();
    write(generation, frameRun(1, { byteLength: TOO_MUCH }));
    const closed = once(socket, 'close');
    generation.fail();
    await within(closed, 'the close of the socket');
    assert.equal(taken(), 0);
  });

  it('counts what the kernel took, and knows since when it takes nothing', async (t) => {
    const { generation, peer, clock, whenTaken } = await open(t);
    const allTaken = whenTaken(3);
    peer.pause();
    write(generation, frameRun(3, { byteLength: 100 }));
    assert.equal(generation.firstUnwrittenOrdinal, 0);
    await within(allTaken, 'three frames taken by the kernel');
    assert.deepEqual([generation.unwrittenFrames, generation.isAllTaken, generation.blockedMs], [0, true, 0]);
    assert.equal(generation.isMoving, false, 'nothing waits');
    write(generation, frameRun(1, { byteLength: TOO_MUCH }));
    clock.advance(700);
    assert.deepEqual([generation.unwrittenFrames, generation.isAllTaken], [1, false]);
    assert.deepEqual([generation.blockedMs, generation.isMoving], [700, true]);
    clock.advance(300);
    assert.deepEqual([generation.blockedMs, generation.isMoving], [1_000, false]);
  });
});

describe('the life of a generation', () => {
  it('begins to end with a sentinel, and ends once', () => {
    const [one, next] = [idle(1), idle(2)];
    assert.equal(one.end(), false, 'not before its end has begun');
    one.beginEnd(next);
    assert.equal(one.state, 'ending');
    assert.equal(one.sentinel, next);
    assert.equal(one.end(), true);
    assert.equal(one.state, 'ended');
    assert.equal(one.end(), false);
    one.beginEnd(idle(3));
    assert.equal(one.sentinel, next);
  });

  it('is unsettled only after a clean close', () => {
    const one = idle(1);
    one.becomeUnsettled();
    assert.equal(one.state, 'open');
  });

  it('is vouched for by a sentinel that is open, ending or ended', () => {
    const [one, next, third] = [idle(1), idle(2), idle(3)];
    assert.equal(one.isVouchedFor, false);
    one.beginEnd(next);
    assert.equal(one.isVouchedFor, true);
    next.beginEnd(third);
    assert.equal(one.isVouchedFor, true);
    next.end();
    assert.equal(one.isVouchedFor, true);
  });

  it('is vouched for by the sentinel of its sentinel, once that has been confirmed', () => {
    const [one, next, third] = [idle(1), idle(2), idle(3)];
    one.beginEnd(next);
    next.beginEnd(third);
    next.confirm();
    assert.equal(one.isVouchedFor, true);
    third.fail();
    assert.equal(one.isVouchedFor, false);
  });

  it('is not vouched for by a sentinel that failed, whatever its own sentinel does', () => {
    const [one, next, third] = [idle(1), idle(2), idle(3)];
    one.beginEnd(next);
    next.beginEnd(third);
    next.fail();
    assert.equal(one.isVouchedFor, false);
  });

  it('is not vouched for by a connection to another address', () => {
    const one = idle(1, 1);
    one.beginEnd(idle(2, 2));
    assert.equal(one.isVouchedFor, false);
  });
});
