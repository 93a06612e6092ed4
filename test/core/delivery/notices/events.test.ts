import assert from 'node:assert/strict';
import { type EventEmitter, once } from 'node:events';
import { describe, it } from 'node:test';
import type { Delivery, DeliveryEvents } from 'heka-core';
import { openDelivery } from '../../../support/delivery/open-delivery.ts';
import { PlainServer } from '../../../support/servers/plain-server.ts';
import { unusedUrl } from '../../../support/servers/unused-url.ts';

const PATIENT = { timeout: 30_000 };

/** The events of one name from now on. */
function record<K extends Exclude<keyof DeliveryEvents, 'room'>>(
  delivery: Delivery,
  name: K,
): DeliveryEvents[K][0][] {
  const events: DeliveryEvents[K][0][] = [];
  (delivery as EventEmitter).on(name, (event: DeliveryEvents[K][0]) => events.push(event));
  return events;
}

function collect(delivery: Delivery) {
  return {
    connected: record(delivery, 'connected'),
    disconnected: record(delivery, 'disconnected'),
    reconnect: record(delivery, 'reconnect'),
    recovered: record(delivery, 'recovered'),
    replayed: record(delivery, 'replayed'),
    warn: record(delivery, 'warn'),
  };
}

describe('the events of a delivery', () => {
  it('warn once of an outage, report each attempt, and say when it is over and what it has cost', async (t) => {
    const url = await unusedUrl();
    const { host: address, port } = new URL(url);
    const { delivery } = await openDelivery(t, { url, queue: { maxBytes: '1mb' }, confirmTimeout: 60_000 });
    const seen = collect(delivery);
    let dropped = 0;
    delivery.on('dropped', ({ messages }) => {
      dropped += messages;
    });
    const third = new Promise<void>((resolve) => {
      delivery.on('reconnect', ({ attempt }) => {
        if (attempt === 3) resolve();
      });
    });
    delivery.log({ payload: 'x' });
    await once(delivery, 'reconnect');
    for (let i = 0; i < 2_000; i++) delivery.log({ payload: 'x'.repeat(1_024) });
    await third;
    await PlainServer.start(t, { port: Number(port) });
    await delivery.flush(PATIENT);
    assert.ok(dropped > 0);
    assert.deepEqual(
      seen.reconnect.map(({ attempt }) => attempt),
      seen.reconnect.map((_, index) => index + 1),
    );
    assert.ok(seen.reconnect.every(({ error, delayMs }) => error.code === 'CONNECT_FAILED' && delayMs >= 0));
    assert.deepEqual(seen.warn, [seen.reconnect[0]?.error]);
    assert.equal(seen.recovered.length, 1);
    assert.equal(seen.recovered[0]?.dropped, dropped);
    assert.equal(seen.recovered[0]?.address, address);
    assert.ok((seen.recovered[0]?.outageMs ?? 0) > 0);
    assert.deepEqual(seen.disconnected, []);
  });

  it('report that a connection with messages on it was lost, once per outage as a warning too', async (t) => {
    const { delivery, server } = await openDelivery(
      t,
      { confirmTimeout: 60_000 },
      {
        onFrame: ({ number, socket }) => {
          if (number < 3) socket.resetAndDestroy();
        },
      },
    );
    const seen = collect(delivery);
    delivery.log({ payload: 'x' });
    assert.equal((await delivery.flush(PATIENT)).confirmed, 1);
    const address = `127.0.0.1:${server.port}`;
    assert.equal(seen.disconnected.length, 3);
    assert.ok(seen.disconnected.every((event) => event.address === address && event.messages === 1));
    assert.ok(seen.disconnected.every(({ error }) => error.code === 'CONNECTION_LOST'));
    assert.deepEqual(seen.warn, [seen.disconnected[0]?.error]);
    assert.equal(seen.recovered.length, 1);
    assert.equal(seen.replayed.length, 3);
  });

  it('report that an idle connection was lost, which is not an outage', async (t) => {
    const { delivery, server } = await openDelivery(t, { confirmTimeout: 60_000 });
    const seen = collect(delivery);
    delivery.log({ payload: 'x' });
    await delivery.flush(PATIENT);
    const lost = once(delivery, 'disconnected');
    server.connections.at(-1)?.socket.end();
    await lost;
    assert.equal(seen.disconnected[0]?.messages, 0);
    delivery.log({ payload: 'y' });
    assert.equal((await delivery.flush(PATIENT)).confirmed, 2);
    assert.deepEqual([seen.warn, seen.recovered, seen.reconnect], [[], [], []]);
    assert.equal(delivery.stats().lastError, undefined);
  });

  it('say nothing about rotations but that connections are opened', async (t) => {
    const { delivery } = await openDelivery(t, { confirmBytes: '8kb', confirmTimeout: 60_000 });
    const seen = collect(delivery);
    for (let i = 0; i < 100; i++) {
      delivery.log({ payload: 'x'.repeat(1_024) });
      await new Promise((resolve) => setImmediate(resolve));
    }
    assert.equal((await delivery.flush(PATIENT)).confirmed, 100);
    await delivery.close();
    assert.ok(seen.connected.length > 1);
    assert.deepEqual([seen.disconnected, seen.reconnect, seen.warn, seen.recovered], [[], [], [], []]);
  });

  it('report what is unsettled at the end of life, and that it is confirmed if life goes on', async (t) => {
    const { delivery } = await openDelivery(t, { settleTime: 1_000, confirmTimeout: 60_000 });
    for (let i = 0; i < 5; i++) delivery.log({ payload: 'x' });
    const unsettled = once(delivery, 'unsettled');
    const confirmed = once(delivery, 'confirmed');
    const result = await delivery.flush({ ending: true });
    assert.deepEqual(await unsettled, [{ messages: 5 }]);
    assert.deepEqual([result.confirmed, result.unsettled, result.pending], [0, 5, 0]);
    assert.deepEqual(await confirmed, [{ messages: 5 }]);
    const { confirmed: now, unsettled: left, pending } = delivery.stats();
    assert.deepEqual([now, left, pending], [5, 0, 0]);
  });

  it('give onError what holds messages up', async (t) => {
    const codes: string[] = [];
    const { delivery } = await openDelivery(
      t,
      { confirmTimeout: 60_000, onError: ({ code }) => codes.push(code) },
      {
        onFrame: ({ number, socket }) => {
          if (number === 0) socket.resetAndDestroy();
        },
      },
    );
    delivery.log({ payload: 'x' });
    await delivery.flush(PATIENT);
    assert.deepEqual(codes, ['CONNECTION_LOST']);
  });
});
