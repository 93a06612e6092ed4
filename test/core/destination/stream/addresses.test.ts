import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { ipAddress } from '../../../../packages/core/src/net/address.ts';
import { CONFIRM, patientSender, TestStream } from '../../../support/delivery/stream-destination.ts';
import { PlainServer, type PlainServerOptions } from '../../../support/servers/plain-server.ts';
import { FakeClock } from '../../../support/time/fake-clock.ts';

/** How long a dead connection may keep its messages. */
const LONGEST_MS = 2 * CONFIRM.confirmTimeoutMs + CONFIRM.settleTimeMs;

/**
 * A stream whose name leads to the first of two servers, until it is moved to the second one.
 *
 * @param reachable connections to the second server are ready for use when it resolves
 */
async function open(test: TestContext, options: PlainServerOptions = {}, reachable = Promise.resolve()) {
  const [old, next] = [await PlainServer.start(test, options), await PlainServer.start(test)];
  let { port } = old;
  const clock = new FakeClock();
  const sender = patientSender(port, clock);
  const stream = new TestStream(test, {
    clock,
    sender: {
      ...sender,
      lookup: () => Promise.resolve([ipAddress('127.0.0.1', port)]),
      connect: (address) => {
        const pending = sender.connect(address);
        const isNext = address.key === ipAddress('127.0.0.1', next.port).key;
        return isNext ? { ...pending, opened: reachable.then(() => pending.opened) } : pending;
      },
    },
  });
  const move = (): void => {
    port = next.port;
  };
  stream.log();
  await stream.clock.pass(100);
  return { stream, old, next, move };
}

describe('a name that moves to another address', () => {
  it('takes the messages along, while a short-lived connection vouches for the old address', async (t) => {
    const { stream, old, next, move } = await open(t);
    move();
    stream.flush();
    await stream.until(() => stream.reported.confirmed === 1, 5_000);
    assert.equal(old.connections.length, 2, 'the one with the message, and the one that watched over it');
    assert.deepEqual([old.frames.length, next.frames.length], [1, 0]);
    stream.log();
    stream.flush();
    await stream.until(() => stream.reported.confirmed === 2, 5_000);
    assert.deepEqual([old.frames.length, next.frames.length], [1, 1]);
    assert.ok(old.connections.every(({ socket }) => socket.destroyed));
    assert.ok(stream.destination.connections <= 3);
  });

  it('needs nobody to vouch for the old connection when that breaks before the new one is open', async (t) => {
    let reach = (): void => {};
    const reachable = new Promise<void>((resolve) => {
      reach = resolve;
    });
    const { stream, old, next, move } = await open(t, {}, reachable);
    move();
    stream.flush();
    await stream.until(() => old.connections.length === 2 && next.connections.length === 1, 1_000);
    old.connections[0]?.socket.destroy();
    await stream.until(() => stream.reported.replayed === 1, 1_000);
    reach();
    await stream.until(() => stream.reported.confirmed === 1, 10_000);
    assert.deepEqual(next.frames, old.frames);
    await stream.until(() => old.connections[1]?.ended === true, 1_000);
  });

  it('sends again to the new address what nobody can vouch for any more', async (t) => {
    const { stream, old, next, move } = await open(t);
    old.stopListening();
    move();
    stream.flush();
    await stream.until(() => stream.reported.confirmed === 1, 10_000);
    assert.deepEqual(next.frames, old.frames);
  });

  it('sends again what waits at the old address when nobody listens there any more', async (t) => {
    const { stream, old, next, move } = await open(t, { onEnd: () => {} });
    move();
    stream.flush();
    await stream.until(() => old.connections.length === 2, 1_000);
    old.stopListening();
    await stream.until(() => stream.reported.confirmed === 1, LONGEST_MS);
    assert.deepEqual(next.frames, old.frames);
  });

  it('sends again what froze at the old address, when that still closes other connections', async (t) => {
    const { stream, old, next, move } = await open(t, {
      onEnd: ({ number, socket }) => {
        if (number > 0) socket.end();
      },
    });
    move();
    stream.flush();
    for (let second = 0; second < 40; second++) {
      stream.log();
      await stream.clock.pass(1_000);
    }
    stream.flush();
    await stream.until(() => stream.pending === 0, LONGEST_MS - 40_000);
    assert.equal(new Set(next.frames).size, 41);
    assert.ok(old.connections.length <= 4, `${old.connections.length} connections to the old address`);
    assert.ok(next.connections.length <= 6, `${next.connections.length} connections to the new address`);
  });
});
