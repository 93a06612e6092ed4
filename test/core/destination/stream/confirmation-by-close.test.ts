import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { describe, it } from 'node:test';
import type { Delivery } from 'heka-core';
import { conserves } from '../../../support/delivery/conserves.ts';
import { openDelivery } from '../../../support/delivery/open-delivery.ts';
import type { PlainServer } from '../../../support/servers/plain-server.ts';
import { within } from '../../../support/time/within.ts';

/** A hang guard. */
const PATIENT = { timeout: 30_000 };

function logMany(delivery: Delivery, count: number, from = 0): void {
  for (let i = from; i < from + count; i++) delivery.log({ payload: `message ${i}` });
}

/** Connects 20 times, one after the other: whoever was about to connect has done so by then. */
async function visit(server: PlainServer): Promise<number> {
  const visits = 20;
  const before = server.connections.length;
  for (let i = 0; i < visits; i++) {
    const socket = connect(server.port, '127.0.0.1');
    socket.on('error', () => {});
    await within(once(socket, 'connect'), 'a connection to the server');
    socket.destroy();
  }
  await server.until(() => server.connections.length >= before + visits);
  return visits;
}

const unique = (frames: readonly string[]): number => new Set(frames).size;

describe('confirmation by close', () => {
  it('confirms a generation when its peer has closed it and the next connection lives on', async (t) => {
    const { delivery, server } = await openDelivery(t);
    logMany(delivery, 100);
    assert.equal(delivery.stats().pending, 100);
    const result = await delivery.flush(PATIENT);
    assert.deepEqual(result, { confirmed: 100, unsettled: 0, pending: 0, dropped: {}, timedOut: false });
    assert.equal(server.connections.length, 2);
    assert.deepEqual([server.connections[0]?.frames.length, server.connections[1]?.frames.length], [100, 0]);
    assert.equal(delivery.stats().state, 'open');
    conserves(delivery.stats());
  });

  it('does not confirm before the peer has closed', async (t) => {
    const held: (() => void)[] = [];
    const { delivery, server } = await openDelivery(
      t,
      { confirmTimeout: 60_000 },
      {
        onEnd: ({ socket }) => held.push(() => socket.end()),
      },
    );
    logMany(delivery, 10);
    const flushed = delivery.flush(PATIENT);
    await server.until(() => held.length === 1);
    assert.equal(delivery.stats().confirmed, 0);
    assert.equal(delivery.stats().pending, 10);
    held[0]?.();
    assert.equal((await flushed).confirmed, 10);
  });

  it('replays whole frames, byte for byte, when the peer closes first', async (t) => {
    const { delivery, server } = await openDelivery(
      t,
      {},
      {
        onFrame: ({ number, socket, frames }) => {
          if (number === 0 && frames.length === 30) socket.end();
        },
      },
    );
    logMany(delivery, 30);
    const result = await within(once(delivery, 'replayed'), 'the event replayed');
    assert.deepEqual(result, [{ messages: 30 }]);
    await delivery.flush(PATIENT);
    assert.equal(server.frames.length, 60);
    assert.equal(unique(server.frames), 30);
    assert.deepEqual(server.connections[1]?.frames, server.connections[0]?.frames);
    assert.equal(delivery.stats().confirmed, 30);
    assert.equal(delivery.stats().replayedMessages, 30);
    conserves(delivery.stats());
  });

  it('replays after a reset', async (t) => {
    const { delivery, server } = await openDelivery(
      t,
      {},
      {
        onFrame: ({ number, socket, frames }) => {
          if (number < 3 && frames.length === 5) socket.resetAndDestroy();
        },
      },
    );
    logMany(delivery, 50);
    assert.equal((await delivery.flush(PATIENT)).confirmed, 50);
    assert.equal(unique(server.frames), 50);
    assert.ok(delivery.stats().reconnects >= 1);
    conserves(delivery.stats());
  });

  it('replays a generation that closed cleanly when its sentinel dies within the settle time', async (t) => {
    // What a receiver that is killed between reading and processing does.
    let killed = false;
    const { delivery, server } = await openDelivery(
      t,
      { settleTime: 2_000 },
      {
        onEnd: ({ socket }) => {
          socket.end();
          if (killed) return;
          killed = true;
          socket.once('close', () => server.connections[1]?.socket.resetAndDestroy());
        },
      },
    );
    logMany(delivery, 20);
    const flushed = delivery.flush({ timeout: 20_000 });
    const [{ messages }] = (await within(once(delivery, 'replayed'), 'the event replayed')) as [
      { messages: number },
    ];
    assert.equal(messages, 20);
    assert.equal(delivery.stats().confirmed, 0);
    assert.equal((await flushed).confirmed, 20);
    assert.equal(server.frames.length, 40);
    assert.equal(unique(server.frames), 20);
  });

  it('passes the duty of the sentinel on, so that full speed confirms', async (t) => {
    const { delivery, server } = await openDelivery(t, {
      settleTime: 300,
      confirmBytes: 65_536,
      queue: { maxBytes: '64mb' },
    });
    for (let i = 0; i < 20_000; i++) {
      delivery.log({ payload: `message ${i} ${'x'.repeat(200)}` });
      if (i % 500 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    const { confirmed, timedOut } = await delivery.flush(PATIENT);
    assert.equal(timedOut, false);
    assert.equal(confirmed, 20_000);
    assert.equal(server.frames.length, 20_000, 'nothing doubled');
    assert.ok(server.connections.length > 3, `${server.connections.length} connections`);
    assert.equal(delivery.stats().replayedMessages, 0);
  });

  it('lets a generation grow when three connections wait for their close', async (t) => {
    const held: (() => void)[] = [];
    let closing = false;
    const { delivery, server } = await openDelivery(
      t,
      { confirmBytes: 4_096, confirmTimeout: 60_000 },
      {
        onEnd: ({ socket }) => {
          if (closing) socket.end();
          else held.push(() => socket.end());
        },
      },
    );
    for (let connections = 1; connections <= 3; connections++) {
      logMany(delivery, 200);
      await server.until(() => server.connections.length === connections);
      await server.until(() => server.frames.length === connections * 200);
    }
    logMany(delivery, 4_400);
    await server.until(() => server.frames.length === 5_000);
    const visits = await visit(server);
    assert.equal(server.connections.length - visits, 3);
    closing = true;
    for (const close of held) close();
    assert.equal((await delivery.flush(PATIENT)).confirmed, 5_000);
  });

  it('lets a producer that waits for ready() through whenever something has settled', async (t) => {
    const { delivery, server } = await openDelivery(t, { settleTime: 50, queue: { maxBytes: '1mb' } });
    // Several times what the queue holds.
    for (let i = 0; i < 400; i++) {
      await delivery.ready();
      logMany(delivery, 100, i * 100);
    }
    assert.equal((await delivery.flush(PATIENT)).confirmed, 40_000);
    assert.equal(unique(server.frames), 40_000);
    assert.deepEqual(delivery.stats().dropped, {});
  });

  it('waits longer and longer before it connects again to a peer that accepts and closes at once', async (t) => {
    const { delivery, server } = await openDelivery(
      t,
      { backoffStrategy: { initialDelay: 1, factor: 1_000, maxDelay: 1_000_000, randomisationFactor: 0 } },
      { onConnection: ({ socket }) => socket.end() },
    );
    logMany(delivery, 1);
    // After 1 ms, 1 s, and then a quarter of an hour.
    await server.until(() => server.connections.length === 3);
    await within(once(server.connections[2]?.socket as Socket, 'close'), 'the close of the third connection');
    const visits = await visit(server);
    assert.equal(server.connections.length - visits, 3);
    assert.equal(delivery.stats().state, 'backoff');
  });

  it('lets concurrent flushes share one rotation', async (t) => {
    const { delivery, server } = await openDelivery(t);
    logMany(delivery, 5);
    const results = await Promise.all([
      delivery.flush(PATIENT),
      delivery.flush(PATIENT),
      delivery.flush(PATIENT),
    ]);
    assert.deepEqual(
      results.map(({ confirmed }) => confirmed),
      [5, 5, 5],
    );
    assert.equal(server.connections.length, 2);
  });

  it('resolves a flush at once where nothing is unconfirmed, without a connection', async (t) => {
    const { delivery, server } = await openDelivery(t);
    assert.deepEqual(await delivery.flush(PATIENT), {
      confirmed: 0,
      unsettled: 0,
      pending: 0,
      dropped: {},
      timedOut: false,
    });
    assert.equal(server.connections.length, 0);
    assert.equal(delivery.stats().state, 'idle');
  });

  it('flush until written does not wait for the confirmation', async (t) => {
    const { delivery, server } = await openDelivery(t, { settleTime: 60_000, confirmTimeout: 120_000 });
    logMany(delivery, 10);
    const result = await delivery.flush({ until: 'written' });
    assert.deepEqual(result, { confirmed: 0, unsettled: 0, pending: 10, dropped: {}, timedOut: false });
    await server.until(() => server.frames.length === 10);
    assert.equal(server.connections.length, 1);
  });

  it('survives the close of an idle connection without a replay or an error', async (t) => {
    const { delivery, server } = await openDelivery(t);
    logMany(delivery, 5);
    await delivery.flush(PATIENT);
    server.connections[1]?.socket.end();
    await server.until(() => server.connections[1]?.socket.destroyed === true);
    logMany(delivery, 5, 5);
    assert.equal((await delivery.flush(PATIENT)).confirmed, 10);
    assert.equal(server.frames.length, 10);
    assert.equal(delivery.stats().lastError, undefined);
  });

  it('resets and replays a connection that is never closed once a later one was confirmed', async (t) => {
    const { delivery, server } = await openDelivery(
      t,
      {},
      {
        onEnd: ({ number, socket }) => {
          if (number !== 0) socket.end(); // the first one is never answered, as if a cable were cut
        },
      },
    );
    logMany(delivery, 10);
    const result = await delivery.flush({ timeout: 20_000 });
    assert.equal(result.confirmed, 10);
    assert.equal(server.frames.length, 20);
    assert.equal(unique(server.frames), 10);
  });

  it('waits, without a replay, while nothing is confirmed, and confirms when the receiver comes back', async (t) => {
    let awake = false;
    const held: (() => void)[] = [];
    const { delivery, server } = await openDelivery(
      t,
      { confirmTimeout: 20 },
      {
        onEnd: ({ socket }) => {
          if (awake) socket.end();
          else held.push(() => socket.end());
        },
      },
    );
    logMany(delivery, 10);
    const flushed = delivery.flush({ timeout: 20_000 });
    // Two connections wait for their close: several timeouts have run out.
    await server.until(() => held.length === 2);
    awake = true;
    for (const close of held) close();
    const result = await flushed;
    assert.equal(result.confirmed, 10);
    assert.equal(server.frames.length, 10, 'nothing doubled');
    assert.equal(delivery.stats().replayedMessages, 0);
  });

  it('falls back to a replay window for a peer that never closes, warns once, and comes back', async (t) => {
    let closing = false;
    const { delivery, server } = await openDelivery(
      t,
      { confirmTimeout: 30 },
      {
        onEnd: ({ socket }) => {
          if (closing) socket.end();
        },
      },
    );
    const warnings: Error[] = [];
    delivery.on('warn', (warning) => warnings.push(warning));
    const warned = within(once(delivery, 'warn'), 'the event warn');
    logMany(delivery, 10);
    void delivery.flush(PATIENT);
    await warned;
    assert.equal(delivery.stats().state, 'window');
    assert.equal(delivery.stats().pending, 10);
    closing = true;
    for (const { socket, ended } of server.connections) if (ended) socket.end();
    await within(once(delivery, 'confirmed'), 'the event confirmed');
    logMany(delivery, 10, 10);
    assert.equal((await delivery.flush({ timeout: 20_000 })).pending, 0);
    assert.equal(delivery.stats().state, 'open');
    assert.equal(unique(server.frames), 20);
    assert.equal(warnings.length, 1);
    conserves(delivery.stats());
  });

  it('replays the window when a connection of a peer that never closes breaks', async (t) => {
    const { delivery, server } = await openDelivery(t, { confirmTimeout: 30 }, { onEnd: () => {} });
    const warned = within(once(delivery, 'warn'), 'the event warn');
    logMany(delivery, 10);
    void delivery.flush(PATIENT);
    await warned;
    logMany(delivery, 10, 10);
    await server.until(() => unique(server.frames) === 20);
    const before = server.frames.length;
    for (const { socket } of server.connections) socket.resetAndDestroy();
    await server.until(() => server.frames.length >= before + 20);
    assert.equal(unique(server.frames), 20);
    assert.equal(delivery.stats().pending, 20);
  });
});
