import assert from 'node:assert/strict';
import type { Socket } from 'node:net';
import { describe, it, type TestContext } from 'node:test';
import { ipAddress } from '../../../../packages/core/src/net/address.ts';
import { openConnection } from '../../../../packages/core/src/sender/pending-connection.ts';
import { TestStream } from '../../../support/delivery/stream-destination.ts';
import { PlainServer, type PlainServerOptions } from '../../../support/servers/plain-server.ts';
import { FakeClock } from '../../../support/time/fake-clock.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** Waits for a day, and checks that the clock was left alone most of the time. */
async function aDay(stream: TestStream, mostTimersAnHour: number): Promise<void> {
  const before = stream.clock.started;
  await stream.clock.pass(DAY_MS);
  const anHour = (stream.clock.started - before) / 24;
  assert.ok(anHour <= mostTimersAnHour, `${anHour} timers an hour`);
  assert.equal(stream.clock.startedInThePast, 0);
}

async function open(test: TestContext, options: PlainServerOptions = {}) {
  const server = await PlainServer.start(test, options);
  const stream = new TestStream(test, { port: server.port });
  return { server, stream };
}

/** A peer that never closes, until it is told to. */
async function openSilent(test: TestContext) {
  const peer = { closes: false };
  const opened = await open(test, {
    onEnd: ({ socket }) => {
      if (peer.closes) socket.end();
    },
  });
  const { stream } = opened;
  stream.log(10);
  await stream.clock.pass(100);
  stream.flush();
  await stream.until(() => stream.destination.state === 'window', 10 * MINUTE_MS, 1_000);
  return { ...opened, peer };
}

describe('a day', () => {
  it('without a message starts no timer', async (t) => {
    const { stream } = await open(t);
    await aDay(stream, 0);
    assert.equal(stream.destination.state, 'idle');
  });

  it('with everything confirmed starts no timer', async (t) => {
    const { stream, server } = await open(t);
    stream.log(10);
    stream.flush();
    await stream.until(() => stream.pending === 0, MINUTE_MS);
    // An open connection counts as healthy after a while.
    await stream.clock.pass(MINUTE_MS);
    await aDay(stream, 0);
    assert.equal(stream.destination.state, 'open');
    assert.equal(server.connections.length, 2);
  });

  it('of connections that are refused starts two timers for each attempt', async (t) => {
    const { stream, server } = await open(t);
    server.stop();
    stream.log();
    // An attempt every 15 seconds: half of `maxDelay`, for the random is 0.5.
    await aDay(stream, 2 * 240 + 1);
    assert.equal(stream.destination.state, 'backoff');
  });

  it('of attempts that are never answered starts no more timers than that', async (t) => {
    const clock = new FakeClock();
    const stream = new TestStream(t, {
      clock,
      sender: {
        kind: 'stream',
        url: 'tcp://127.0.0.1:1',
        lookup: () => Promise.resolve([ipAddress('127.0.0.1', 1)]),
        connect: () => openConnection({ where: 'nowhere', timeoutMs: 10_000, clock, start: () => {} }),
      },
    });
    stream.log();
    await aDay(stream, 400);
    assert.ok(stream.reported.attempts > 1_000);
  });

  it('with a peer that takes nothing asks now and then, and goes on when it does', async (t) => {
    const paused: Socket[] = [];
    let isStalled = true;
    const { stream, server } = await open(t, {
      onConnection: ({ socket }) => {
        if (isStalled) paused.push(socket.pause());
      },
    });
    stream.log(400, 60_000);
    await stream.clock.pass(1_000);
    stream.flush();
    await aDay(stream, 60);
    assert.equal(stream.destination.state, 'stalled');
    assert.deepEqual([stream.reported.confirmed, stream.reported.replayed], [0, 0]);
    isStalled = false;
    for (const socket of paused) socket.resume();
    await stream.until(() => stream.pending === 0, MINUTE_MS);
    assert.equal(new Set(server.frames).size, 400);
  });

  it('in the window asks every ten minutes, and gets out when the peer closes', async (t) => {
    const { stream, server, peer } = await openSilent(t);
    await aDay(stream, 60);
    assert.equal(stream.destination.state, 'window');
    assert.equal(stream.reported.warnings.length, 1);
    assert.ok(stream.destination.connections <= 4);
    peer.closes = true;
    await stream.until(() => stream.destination.state === 'open', 11 * MINUTE_MS, 1_000);
    stream.log(10);
    stream.flush();
    await stream.until(() => stream.pending === 0, 2 * MINUTE_MS, 1_000);
    assert.equal(new Set(server.frames).size, 20);
    assert.equal(stream.destination.state, 'open');
  });

  it('in the window with a message every minute gets out when the peer closes', async (t) => {
    const { stream, server, peer } = await openSilent(t);
    let logged = 10;
    const trickle = async (minutes: number): Promise<void> => {
      for (let minute = 0; minute < minutes; minute++) {
        stream.log();
        logged++;
        await stream.clock.pass(MINUTE_MS);
      }
    };
    await trickle(24 * 60);
    assert.equal(stream.destination.state, 'window');
    assert.equal(stream.clock.startedInThePast, 0);
    peer.closes = true;
    await trickle(30);
    assert.equal(stream.destination.state, 'open');
    stream.flush();
    await stream.until(() => stream.pending === 0, 2 * MINUTE_MS, 1_000);
    assert.equal(new Set(server.frames).size, logged);
  });

  it('of a message a minute starts a few timers for each of its generations', async (t) => {
    const { stream, server } = await open(t);
    const before = stream.clock.started;
    for (let minute = 0; minute < 24 * 60; minute++) {
      stream.log();
      await stream.clock.pass(MINUTE_MS);
    }
    assert.equal(stream.clock.startedInThePast, 0);
    assert.ok(stream.clock.started - before <= 24 * 60 * 10, `${stream.clock.started - before} timers`);
    assert.ok(server.connections.length <= 24 * 12 + 2);
    assert.equal(server.frames.length, 24 * 60);
  });

  it('that a computer slept through leaves no timer in the past', async (t) => {
    const { stream } = await open(t, { onEnd: () => {} });
    stream.log(10);
    await stream.clock.pass(100);
    stream.flush();
    await stream.clock.pass(3_000);
    // Everything that became due meanwhile comes at once.
    stream.clock.sleep(DAY_MS);
    await aDay(stream, 60);
  });
});
