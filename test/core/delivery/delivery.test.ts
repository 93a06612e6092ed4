import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { after, describe, it, type TestContext } from 'node:test';
import {
  createDelivery,
  type Delivery,
  type DropReason,
  type HekaOptions,
  LoggerRecords,
  winstonRecords,
} from 'heka-core';
import { conserves } from '../../support/delivery/conserves.ts';
import { messageOf } from '../../support/messages/frame-fields.ts';
import { PlainServer } from '../../support/servers/plain-server.ts';
import { unusedUrl } from '../../support/servers/unused-url.ts';

const SHORT: HekaOptions = {
  settleTime: 20,
  backoffStrategy: { initialDelay: 5, maxDelay: 20 },
  quiet: true,
};
/** A hang guard. */
const PATIENT = { timeout: 30_000 };
const KIB = 'x'.repeat(1_024);

/** A delivery that waits keeps no process alive; these tests do. */
const alive = setInterval(() => {}, 60_000);
after(() => clearInterval(alive));

function open(test: TestContext, options: HekaOptions): Delivery {
  const delivery = createDelivery({ ...SHORT, ...options });
  test.after(() => delivery.close({ timeout: 1 }));
  return delivery;
}

describe('delivery', () => {
  it('drops by its policy while the receiver is down, counts exactly, and reports to the receiver afterwards', async (t) => {
    const url = await unusedUrl();
    const port = Number(new URL(url).port);
    const delivery = open(t, { url, queue: { maxBytes: '1mb' } });
    const told: { reason: DropReason; messages: number }[] = [];
    delivery.on('dropped', (event) => told.push(event));
    for (let i = 0; i < 5_000; i++) delivery.log({ payload: `${i} ${KIB}` });
    await once(delivery, 'dropped');
    conserves(delivery.stats());
    const { dropped, pending } = delivery.stats();
    const lost = dropped.overflow ?? 0;
    assert.equal(lost + pending, 5_000);
    assert.equal(
      told.reduce((sum, { messages }) => sum + messages, 0),
      lost,
    );
    const server = await PlainServer.start(t, { port });
    await server.until(() => server.frames.length === pending + 1);
    await delivery.flush(PATIENT);
    const summary = messageOf(server.frames[server.frames.length - 1] ?? '');
    assert.equal(summary.type, 'log.dropped');
    assert.equal(summary.severity, 4);
    assert.deepEqual(summary.fields, [
      { name: 'overflow', type: 'integer', values: [BigInt(lost)], representation: 'count' },
    ]);
    const newest = messageOf(server.frames[server.frames.length - 2] ?? '');
    assert.ok(newest.payload?.startsWith('4999 '));
    conserves(delivery.stats());
    assert.equal(delivery.stats().pending, 0);
  });

  it('lets producers that wait for ready() lose nothing, however slow the receiver', async (t) => {
    const server = await PlainServer.start(t, {
      onConnection: ({ socket }) => {
        // Reads one chunk per turn of the event loop.
        socket.on('data', () => {
          socket.pause();
          setImmediate(() => socket.resume());
        });
      },
    });
    const delivery = open(t, { url: server.url, queue: { maxBytes: '1mb' } });
    for (let i = 0; i < 6_000; i++) {
      await delivery.ready();
      assert.ok(delivery.log({ payload: `${i} ${KIB}` }));
    }
    const { confirmed, dropped } = await delivery.flush(PATIENT);
    assert.deepEqual({ confirmed, dropped }, { confirmed: 6_000, dropped: {} });
    assert.equal(server.frames.length, 6_000);
  });

  it('finds the receiver that starts late', async (t) => {
    const url = await unusedUrl();
    const delivery = open(t, { url });
    delivery.log({ payload: 'early' });
    const [{ error }] = (await once(delivery, 'reconnect')) as [{ error: { code: string } }];
    assert.equal(error.code, 'CONNECT_FAILED');
    assert.ok(['backoff', 'connecting'].includes(delivery.stats().state));
    assert.equal(delivery.stats().lastError?.code, 'CONNECT_FAILED');
    const server = await PlainServer.start(t, { port: Number(new URL(url).port) });
    assert.equal((await delivery.flush(PATIENT)).confirmed, 1);
    assert.equal(messageOf(server.frames[0] ?? '').payload, 'early');
  });

  it('gives up after reconnectTries, and counts what it gave up', async (t) => {
    const delivery = open(t, { url: await unusedUrl(), reconnectTries: 3 });
    for (let i = 0; i < 10; i++) delivery.log({ payload: 'x' });
    await once(delivery, 'dropped');
    assert.deepEqual(delivery.stats().dropped, { 'gave-up': 10 });
    conserves(delivery.stats());
  });

  it('does not count lost connections as failed attempts', async (t) => {
    const server = await PlainServer.start(t, {
      onFrame: ({ number, socket }) => {
        if (number < 4) socket.resetAndDestroy();
      },
    });
    const delivery = open(t, { url: server.url, reconnectTries: 2 });
    delivery.log({ payload: 'x' });
    assert.equal((await delivery.flush(PATIENT)).confirmed, 1);
    assert.deepEqual(delivery.stats().dropped, {});
  });

  it('ends the waits of producers and flushes when it has given up, and tries again for later messages', async (t) => {
    const url = await unusedUrl();
    const delivery = open(t, { url, reconnect: false });
    delivery.log({ payload: 'lost' });
    assert.deepEqual(await delivery.flush(PATIENT), {
      confirmed: 0,
      unsettled: 0,
      pending: 0,
      dropped: { 'gave-up': 1 },
      timedOut: false,
    });
    await PlainServer.start(t, { port: Number(new URL(url).port) });
    delivery.log({ payload: 'later' });
    assert.equal((await delivery.flush(PATIENT)).confirmed >= 1, true);
  });

  it('lets a producer that waits for ready() go on with a peer that never closes', async (t) => {
    const server = await PlainServer.start(t, { onEnd: () => {} });
    const delivery = open(t, { url: server.url, confirmTimeout: 30, queue: { maxBytes: '1mb' } });
    const warned = once(delivery, 'warn');
    delivery.log({ payload: 'first' });
    void delivery.flush(PATIENT);
    await warned;
    for (let i = 0; i < 3_000; i++) {
      await delivery.ready();
      delivery.log({ payload: KIB });
    }
    assert.deepEqual(delivery.stats().dropped, {});
    assert.equal(delivery.stats().state, 'window');
  });

  it('takes an endless timeout', async (t) => {
    const server = await PlainServer.start(t);
    const delivery = open(t, { url: server.url });
    delivery.log({ payload: 'x' });
    assert.equal((await delivery.close({ timeout: Number.POSITIVE_INFINITY })).confirmed, 1);
  });

  it('close() ends soon when the receiver is down, and counts what was not delivered', async (t) => {
    const delivery = open(t, { url: await unusedUrl(), closeTimeout: 9_000 });
    for (let i = 0; i < 10; i++) delivery.log({ payload: 'x' });
    const result = await delivery.close();
    assert.deepEqual(result, {
      confirmed: 0,
      unsettled: 0,
      pending: 0,
      dropped: { closed: 10 },
      timedOut: true,
    });
    assert.deepEqual(delivery.stats().dropped, { closed: 10 });
    assert.equal(delivery.log({ payload: 'late' }), false);
    assert.deepEqual(delivery.stats().dropped, { closed: 11 });
    assert.equal(delivery.stats().state, 'closed');
    conserves(delivery.stats());
  });

  it('close() waits until all connections closed cleanly, closes its connections, and may be called twice', async (t) => {
    const server = await PlainServer.start(t);
    const delivery = open(t, { url: server.url, settleTime: 60_000 });
    for (let i = 0; i < 10; i++) delivery.log({ payload: 'x' });
    const [first, second] = await Promise.all([delivery.close(), delivery.close()]);
    assert.deepEqual(first, { confirmed: 0, unsettled: 10, pending: 0, dropped: {}, timedOut: false });
    assert.equal(second, first);
    await server.until(() => server.connections.every(({ socket }) => socket.destroyed));
  });

  it('best-effort confirms what the kernel took, over one connection', async (t) => {
    const server = await PlainServer.start(t);
    const delivery = open(t, { url: server.url, delivery: 'best-effort' });
    for (let i = 0; i < 3_000; i++) delivery.log({ payload: KIB });
    assert.equal((await delivery.flush(PATIENT)).confirmed, 3_000);
    assert.equal((await delivery.close()).pending, 0);
    await server.until(() => server.frames.length === 3_000);
    assert.equal(server.connections.length, 1);
    conserves(delivery.stats());
  });

  it('sends whole frames by udp, none larger than a datagram', async (t) => {
    const socket = createSocket('udp4');
    t.after(() => socket.close());
    socket.bind(0, '127.0.0.1');
    await once(socket, 'listening');
    const datagrams: Buffer[] = [];
    const all = new Promise<void>((resolve) => {
      socket.on('message', (datagram) => {
        datagrams.push(datagram);
        if (datagrams.length === 2) resolve();
      });
    });
    const delivery = open(t, { url: `udp://127.0.0.1:${socket.address().port}` });
    delivery.log({ payload: 'a'.repeat(5_000) });
    delivery.log({ payload: 'b'.repeat(3_000) });
    delivery.log({ payload: 'c'.repeat(100) });
    assert.equal((await delivery.flush(PATIENT)).confirmed, 3);
    await all;
    assert.ok(datagrams.every((datagram) => datagram[0] === 0x1e && datagram.length <= 8_192));
    assert.ok(datagrams.some((datagram) => datagram.includes('c'.repeat(100))));
    conserves(delivery.stats());
  });

  it('survives listeners and onError that throw', async (t) => {
    const server = await PlainServer.start(t, {
      onFrame: ({ number, socket }) => {
        if (number === 0) socket.resetAndDestroy();
      },
    });
    const delivery = open(t, {
      url: server.url,
      onError: () => {
        throw new Error('onError');
      },
    });
    for (const event of ['connected', 'disconnected', 'confirmed', 'replayed'] as const) {
      delivery.on(event, () => {
        throw new Error(event);
      });
    }
    delivery.log({ payload: 'x' });
    assert.equal((await delivery.flush(PATIENT)).confirmed, 1);
  });

  it('takes a record that logs while it is encoded', async (t) => {
    const server = await PlainServer.start(t);
    const delivery = open(t, { url: server.url });
    delivery.log({
      get payload() {
        delivery.log({ payload: 'inner' });
        return 'outer';
      },
    });
    await delivery.flush(PATIENT);
    assert.deepEqual(server.frames.map((frame) => messageOf(frame).payload).sort(), ['inner', 'outer']);
    conserves(delivery.stats());
  });

  it('knows the levels of the logger for a record that is logged while another is encoded', async (t) => {
    const server = await PlainServer.start(t);
    const records = new LoggerRecords(winstonRecords);
    const delivery = createDelivery({ url: server.url, quiet: true }, records.mapping);
    t.after(() => delivery.close({ timeout: 1 }));
    records.configure({ levels: { audit: 0, chat: 1 } });
    const info = (level: string, more: object = {}): object =>
      Object.assign({ level, message: level, [Symbol.for('level')]: level }, more);
    const outer = info('audit', {
      get inner() {
        delivery.log(info('audit'));
        return 1;
      },
    });
    delivery.log(outer);
    await delivery.flush(PATIENT);
    const [first, second] = server.frames.map((frame) => messageOf(frame).severity);
    assert.equal(server.frames.length, 2);
    assert.equal(first, second);
  });

  it('reports what is wrong with the options of flush and close, and does what it can', async (t) => {
    const server = await PlainServer.start(t);
    const delivery = open(t, { url: server.url });
    const warnings: string[] = [];
    delivery.on('warn', ({ message }) => warnings.push(message));
    const unchecked = delivery as unknown as Record<
      'flush' | 'close',
      (options: unknown) => Promise<unknown>
    >;
    delivery.log({ payload: 'x' });
    await unchecked.flush(2500);
    await unchecked.flush({ timeout: 'soon', until: 'later', timeot: 1, wait: 2 });
    assert.equal(delivery.stats().confirmed, 1);
    await unchecked.close(null);
    assert.equal(delivery.stats().state, 'closed');
    assert.deepEqual(warnings, [
      'flush and close were called with 2500, allowed: an object such as { timeout: 1000 }',
      'unknown option "timeot" of flush or close; did you mean "timeout"?',
      'unknown option "wait" of flush or close, allowed: timeout, unreachableTimeout, until',
      'option "timeout" of flush or close is "soon", allowed: milliseconds from 0',
      'option "until" of flush is "later", allowed: "confirmed" or "written"',
      'flush and close were called with null, allowed: an object such as { timeout: 1000 }',
    ]);
  });

  it('does not wait in a flush with a timeout below 0', async (t) => {
    const delivery = open(t, { url: await unusedUrl(), confirmTimeout: 2 ** 31 - 1 });
    delivery.log({ payload: 'x' });
    assert.equal((await delivery.flush({ timeout: -5 })).timedOut, true);
  });

  it('never throws for options of flush and close that do', async (t) => {
    const delivery = open(t, { url: (await PlainServer.start(t)).url });
    const options = {
      get timeout(): number {
        throw new Error('no');
      },
    };
    delivery.log({ payload: 'x' });
    assert.equal((await delivery.flush(options)).confirmed, 1);
    assert.equal((await delivery.close(options)).timedOut, false);
  });

  it('takes text as the payload, and drops what would be an empty message', async (t) => {
    const server = await PlainServer.start(t);
    const delivery = open(t, { url: server.url });
    assert.equal(delivery.log('text'), true);
    const noMessages: unknown[] = [7, true, null, undefined, [1, 2], new Error('e'), { msg: 'm', level: 30 }];
    for (const record of noMessages) assert.equal(delivery.log(record as object), false);
    await delivery.flush(PATIENT);
    assert.deepEqual(delivery.stats().dropped, { encode: noMessages.length });
    assert.equal(messageOf(server.frames[0] ?? '').payload, 'text');
    conserves(delivery.stats());
  });

  it('conserves at any moment, while a record is encoded too', async (t) => {
    const delivery = open(t, { url: (await PlainServer.start(t)).url });
    let looked = 0;
    delivery.log({
      get payload() {
        looked++;
        conserves(delivery.stats());
        return 'x';
      },
    });
    assert.ok(looked > 0);
    assert.equal(delivery.stats().pending, 1);
  });

  it('takes a URL object', async (t) => {
    const server = await PlainServer.start(t);
    const delivery = open(t, { url: new URL(server.url) });
    delivery.log({ payload: 'x' });
    assert.equal((await delivery.flush(PATIENT)).confirmed, 1);
  });

  it('counts a record that cannot be encoded, and goes on', async (t) => {
    const server = await PlainServer.start(t);
    const delivery = open(t, { url: server.url });
    assert.equal(delivery.log({ severity: 'no such severity' as 'info' }), false);
    assert.equal(delivery.log({ payload: 'good' }), true);
    await delivery.flush(PATIENT);
    assert.ok(server.frames.some((frame) => messageOf(frame).payload === 'good'));
    assert.deepEqual(delivery.stats().dropped, { encode: 1 });
    conserves(delivery.stats());
  });

  it('emits stats at the interval, and has every member from the start', async (t) => {
    const delivery = open(t, { url: await unusedUrl(), statsInterval: 1 });
    const [stats] = await once(delivery, 'stats');
    assert.deepEqual(stats, delivery.stats());
    assert.deepEqual(stats, {
      state: 'idle',
      accepted: 0,
      confirmed: 0,
      unsettled: 0,
      dropped: {},
      filtered: 0,
      truncated: 0,
      pending: 0,
      pendingBytes: 0,
      unconfirmedBytes: 0,
      spoolBytes: 0,
      oldestPendingMs: 0,
      connections: 0,
      reconnects: 0,
      replayedMessages: 0,
      lastConfirmedAt: undefined,
      lastError: undefined,
    });
  });
});
