import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { PlainServer } from '../../../support/plain-server.ts';
import { CONFIRM, TestStream } from '../../../support/stream-destination.ts';

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
  for (let connection = 1; connection <= Math.min(frozen, 2); connection += 1) {
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
            logged += 1;
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

    it('do not hold new messages up for longer than confirmTimeout', async (t) => {
      const { stream, server } = await freeze(t, frozen);
      const before = distinct(server);
      stream.log(5);
      const waitedMs = await stream.until(() => distinct(server) >= before + 5, 2 * confirmTimeoutMs);
      // Two leave room for a connection that is healthy.
      assert.ok(waitedMs <= (frozen < 3 ? 500 : confirmTimeoutMs + settleTimeMs), `${waitedMs} ms`);
    });
  });
}

describe('connections beyond three', () => {
  it('are opened only when all have waited for confirmTimeout, and are never more than five', async (t) => {
    const { stream } = await freeze(t, 3);
    let most = 0;
    const start = stream.clock.now();
    while (stream.pending > 0) {
      stream.log();
      stream.flush();
      await stream.clock.pass(500);
      const { connections } = stream.destination;
      most = Math.max(most, connections);
      // The first of them had been ended two seconds before.
      if (stream.clock.now() - start < confirmTimeoutMs - 2_500)
        assert.ok(connections <= 3, `${connections}`);
      if (stream.clock.now() - start > 3 * confirmTimeoutMs) break;
    }
    assert.ok(most > 3 && most <= 5, `${most}`);
  });
});
