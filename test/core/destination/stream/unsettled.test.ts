import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { CONFIRM, TestStream } from '../../../support/delivery/stream-destination.ts';
import { PlainServer } from '../../../support/servers/plain-server.ts';

const { settleTimeMs } = CONFIRM;

/** A stream whose ten messages have been closed cleanly at the end of life, 300 ms ago. */
async function openUnsettled(test: TestContext): Promise<{ stream: TestStream; server: PlainServer }> {
  const server = await PlainServer.start(test);
  const stream = new TestStream(test, { port: server.port });
  stream.log(10);
  await stream.clock.pass(100);
  stream.destination.setUrgent(true);
  stream.flush();
  await stream.until(() => server.connections[0]?.socket.destroyed === true, 1_000, 10);
  await stream.clock.pass(300);
  return { stream, server };
}

describe('messages whose connection closed cleanly at the end of life', () => {
  it('are unsettled after a short wait, and still held', async (t) => {
    const { stream } = await openUnsettled(t);
    assert.deepEqual([stream.destination.unsettled, stream.reported.unsettled], [10, 10]);
    assert.deepEqual([stream.pending, stream.reported.confirmed], [10, 0]);
    assert.equal(stream.destination.firstUnclosedOrdinal, 10);
  });

  it('are confirmed when their settle time is over, if the process lives on', async (t) => {
    const { stream } = await openUnsettled(t);
    stream.destination.setUrgent(false);
    await stream.clock.pass(settleTimeMs);
    assert.deepEqual([stream.destination.unsettled, stream.reported.confirmed, stream.pending], [0, 10, 0]);
  });

  it('are sent again when the receiver dies before', async (t) => {
    const { stream, server } = await openUnsettled(t);
    server.connections[1]?.socket.resetAndDestroy();
    await stream.until(() => stream.reported.replayed === 10, 1_000, 10);
    assert.equal(stream.destination.unsettled, 0);
    assert.equal(stream.destination.firstUnclosedOrdinal, 0);
    await stream.until(() => stream.destination.unsettled === 10, 3_000, 10);
    assert.equal(server.frames.length, 20);
    assert.equal(new Set(server.frames).size, 10);
  });

  it('are let go when the destination is closed', async (t) => {
    const { stream } = await openUnsettled(t);
    stream.log();
    await stream.clock.pass(1);
    await stream.destination.close(0);
    assert.deepEqual([stream.reported.leftUnsettled, stream.destination.unsettled], [10, 0]);
    assert.deepEqual([stream.pending, stream.queue.unsentFrames], [1, 1], 'the others are back in the queue');
    assert.equal(stream.clock.waiting, 0);
  });

  it('are sent again within the short wait when the receiver dies in it', async (t) => {
    let isKilled = false;
    const server = await PlainServer.start(t, {
      onEnd: ({ socket }) => {
        socket.end();
        if (isKilled) return;
        isKilled = true;
        socket.once('close', () => server.connections[1]?.socket.resetAndDestroy());
      },
    });
    const stream = new TestStream(t, { port: server.port });
    stream.log(10);
    await stream.clock.pass(100);
    stream.destination.setUrgent(true);
    stream.flush();
    const tookMs = await stream.until(() => stream.destination.unsettled === 10, 3_000, 10);
    assert.deepEqual([server.frames.length, stream.reported.replayed], [20, 10]);
    // Well within what an exit has: 250 ms, and the wait before the next attempt to connect.
    assert.ok(tookMs < 1_500, `${tookMs} ms`);
  });
});
