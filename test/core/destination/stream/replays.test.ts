import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CONFIRM, TestStream } from '../../../support/delivery/stream-destination.ts';
import { PlainServer } from '../../../support/servers/plain-server.ts';

const { settleTimeMs } = CONFIRM;

describe('what is sent again after a kill', () => {
  it('is confirmed soon, so that the next kill repeats only what came since', async (t) => {
    const server = await PlainServer.start(t);
    const stream = new TestStream(t, { port: server.port });
    const replayed: number[] = [];
    // 100 messages a second, and a kill every 6.5 s. The interval between confirmations is five minutes.
    for (let kill = 0; kill < 5; kill++) {
      for (let tenth = 0; tenth < 65; tenth++) {
        stream.log(10);
        await stream.clock.pass(100);
      }
      const before = stream.reported.replayed;
      for (const { socket } of server.connections) socket.resetAndDestroy();
      await stream.clock.pass(0);
      replayed.push(stream.reported.replayed - before);
    }
    assert.equal(replayed[0], 650);
    // The backoff is at most a second, the next generation ends at most a second later.
    assert.ok(
      replayed.every((messages) => messages <= 650),
      replayed.join(),
    );
    assert.equal(new Set(server.frames).size, 5 * 650);
  });

  it('is confirmed within the settle time and a second of the reconnect', async (t) => {
    const server = await PlainServer.start(t);
    const stream = new TestStream(t, { port: server.port });
    stream.log(100);
    await stream.until(() => server.frames.length === 100, 1_000);
    server.connections[0]?.socket.resetAndDestroy();
    await stream.until(() => stream.reported.connected.length > 1, 2_000, 10);
    const tookMs = await stream.until(() => stream.reported.confirmed === 100, 10_000, 10);
    assert.ok(tookMs <= settleTimeMs + 1_000, `${tookMs} ms`);
  });
});

describe('a receiver whose output is blocked', () => {
  it('gets nothing again, though it closes connections that carry nothing', async (t) => {
    const held: (() => void)[] = [];
    let isBlocked = true;
    const server = await PlainServer.start(t, {
      onEnd: ({ frames, socket }) => {
        if (!isBlocked || frames.length === 0) socket.end();
        else held.push(() => socket.end());
      },
    });
    const stream = new TestStream(t, { port: server.port, confirm: { confirmIntervalMs: 5_000 } });
    let most = 0;
    for (let second = 0; second < 600; second++) {
      stream.log();
      await stream.clock.pass(1_000);
      most = Math.max(most, stream.destination.connections);
    }
    assert.deepEqual([stream.reported.replayed, stream.reported.confirmed], [0, 0]);
    assert.deepEqual(stream.reported.warnings, [], 'it does close connections');
    assert.ok(most <= 5, `${most} connections`);
    isBlocked = false;
    for (const close of held) close();
    stream.flush();
    await stream.until(() => stream.pending === 0, 60_000);
    assert.equal(stream.reported.replayed, 0);
    assert.equal(server.frames.length, 600);
  });
});
