import assert from 'node:assert/strict';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { describe, it } from 'node:test';
import { openDelivery } from '../../../support/delivery/open-delivery.ts';
import { within } from '../../../support/time/within.ts';

describe('the connections of a delivery', () => {
  it('are never more than three, however often they are confirmed', async (t) => {
    let open_ = 0;
    let most = 0;
    const { delivery } = await openDelivery(
      t,
      { confirmBytes: 4_096 },
      {
        onConnection: ({ socket }) => {
          open_++;
          most = Math.max(most, open_);
          socket.on('close', () => {
            open_--;
          });
        },
        onEnd: ({ socket }) => setImmediate(() => setImmediate(() => socket.end())),
      },
    );
    for (let i = 0; i < 5_000; i++) {
      delivery.log({ payload: `message ${i} ${'x'.repeat(100)}` });
      if (i % 20 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    await delivery.flush({ timeout: 30_000 });
    assert.ok(most <= 3, `${most} connections`);
  });

  it('are never more than three sockets, for a peer that never closes and a client that is silent', async (t) => {
    let sockets = 0;
    let most = 0;
    const count = (message: unknown): void => {
      const { socket } = message as { socket: Socket };
      most = Math.max(most, ++sockets);
      socket.once('close', () => {
        sockets--;
      });
    };
    subscribe('net.client.socket', count);
    t.after(() => unsubscribe('net.client.socket', count));
    const { delivery, server } = await openDelivery(t, { confirmTimeout: 1_000 }, { onEnd: () => {} });
    delivery.log({ payload: 'x' });
    void delivery.flush({ timeout: 30_000 });
    // By then it has tried everything.
    await within(once(delivery, 'warn'), 'the event warn');
    assert.deepEqual([server.connections.length, most], [3, 3], 'the message, its sentinel, a question');
  });
});
