import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { CONFIRM, TestStream } from '../../../support/delivery/stream-destination.ts';
import { PlainServer } from '../../../support/servers/plain-server.ts';

const { confirmTimeoutMs, settleTimeMs } = CONFIRM;

/**
 * A firewall that lost its state forgets the first `frozen` connections at once: nothing of them gets through any more,
 * in neither direction. Two of them wait for their close, the third one carries what is sent.
 */
async function freeze(
  test: TestContext,
  frozen: number,
): Promise<{ stream: TestStream; server: PlainServer }> {
  const server = await PlainServer.start(test, {
    onConnection: ({ number, socket }) => {
      if (number < frozen) socket.pause();
    },
  });
  const stream = new TestStream(test, { port: server.port });
  for (let connection = 1; connection <= Math.min(frozen, 2); connection++) {
    stream.log(10);
    stream.flush();
    await stream.until(() => server.connections.length > connection, 2_000);
  }
  if (frozen === 3) {
    stream.log(10);
    await stream.until(() => stream.queue.unsentFrames === 0, 2_000);
  }
  return { stream, server };
}

const distinct = (server: PlainServer): number => new Set(server.frames).size;

for (const frozen of [1, 2, 3]) {
  describe(`${frozen} frozen connections`, () => {
    for (const isBusy of [false, true]) {
      const what = isBusy ? 'while messages come every second' : 'of a client that is silent';
      it(`${what} are replayed and confirmed within twice confirmTimeout and settleTime`, async (t) => {
        const { stream, server } = await freeze(t, frozen);
        const before = frozen * 10;
        let logged = before;
        const start = stream.clock.now();
        let goneMs = 0;
        while (stream.reported.confirmed < before) {
          goneMs = stream.clock.now() - start;
          assert.ok(
            goneMs <= 2 * confirmTimeoutMs + settleTimeMs,
            `${stream.pending} pending after ${goneMs} ms`,
          );
          if (isBusy) {
            stream.log();
            logged++;
          }
          await stream.clock.pass(1_000);
        }
        stream.flush();
        await stream.until(() => stream.pending === 0, 10_000);
        assert.equal(distinct(server), logged);
        assert.equal(stream.reported.dropped, 0);
        assert.deepEqual(stream.reported.warnings, []);
      });
    }

    it('do not hold new messages up for longer than about a second', async (t) => {
      const { stream, server } = await freeze(t, frozen);
      const before = distinct(server);
      const start = stream.clock.now();
      while (distinct(server) === before) {
        stream.log();
        await stream.clock.pass(100);
        const waitedMs = stream.clock.now() - start;
        assert.ok(waitedMs <= 1_500, `${waitedMs} ms`);
      }
    });

    it('do not keep what comes after them from being confirmed', async (t) => {
      const { stream } = await freeze(t, frozen);
      for (let second = 0; second < 20; second++) {
        stream.log(10);
        stream.flush();
        await stream.clock.pass(1_000);
      }
      // What came in the first second may lie on the third connection, the rest has to settle.
      assert.ok(stream.reported.confirmed >= 150, `${stream.reported.confirmed} of 200 confirmed`);
      assert.equal(stream.reported.replayed, 0, 'nothing has been awaited for confirmTimeout');
    });
  });
}

describe('connections beyond three', () => {
  it('are never more than two', async (t) => {
    const { stream } = await freeze(t, 3);
    let most = 0;
    for (let half = 0; half < 200 && stream.pending > 0; half++) {
      stream.log();
      stream.flush();
      await stream.clock.pass(500);
      most = Math.max(most, stream.destination.connections);
    }
    assert.ok(most > 3 && most <= 5, `${most}`);
  });

  it('are never more than one if the peer is stopped', async (t) => {
    const server = await PlainServer.start(t, {
      onConnection: ({ socket }) => void socket.pause(),
      onEnd: () => {},
    });
    const stream = new TestStream(t, { port: server.port });
    let most = 0;
    for (let second = 0; second < 60; second++) {
      stream.log();
      stream.flush();
      await stream.clock.pass(1_000);
      most = Math.max(most, stream.destination.connections);
    }
    assert.equal(most, 4);
    assert.ok(server.connections.length <= 8, `${server.connections.length} connections in a minute`);
    assert.equal(stream.reported.replayed, 0);
  });
});
