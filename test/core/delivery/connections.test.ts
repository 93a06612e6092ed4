import assert from 'node:assert/strict';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';
import { after, describe, it, type TestContext } from 'node:test';
import { createDelivery, type Delivery, type HekaOptions } from 'heka-core';
import { PlainServer, type PlainServerOptions } from '../../support/plain-server.ts';

/** Waits as short as they may be, so that no test waits for time. */
const SHORT: HekaOptions = {
  settleTime: 20,
  confirmTimeout: 200,
  backoffStrategy: { initialDelay: 5, maxDelay: 20 },
  quiet: true,
};

/** A delivery that waits keeps no process alive; these tests do. */
const alive = setInterval(() => {}, 60_000);
after(() => clearInterval(alive));

async function open(
  test: TestContext,
  options: HekaOptions,
  serverOptions: PlainServerOptions,
): Promise<{ delivery: Delivery; server: PlainServer }> {
  const server = await PlainServer.start(test, serverOptions);
  const delivery = createDelivery({ url: server.url, ...SHORT, ...options });
  test.after(() => delivery.close({ timeout: 1 }));
  return { delivery, server };
}

describe('the connections of a delivery', () => {
  it('are never more than three, however often they are confirmed', async (t) => {
    let open_ = 0;
    let most = 0;
    const { delivery } = await open(
      t,
      { confirmBytes: 4_096 },
      {
        onConnection: ({ socket }) => {
          open_ += 1;
          most = Math.max(most, open_);
          socket.on('close', () => {
            open_ -= 1;
          });
        },
        onEnd: ({ socket }) => setImmediate(() => setImmediate(() => socket.end())),
      },
    );
    for (let i = 0; i < 5_000; i += 1) {
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
        sockets -= 1;
      });
    };
    subscribe('net.client.socket', count);
    t.after(() => unsubscribe('net.client.socket', count));
    const { delivery, server } = await open(t, { confirmTimeout: 1_000 }, { onEnd: () => {} });
    delivery.log({ payload: 'x' });
    void delivery.flush({ timeout: 30_000 });
    await server.until(() => server.connections.length === 5);
    assert.ok(most <= 3, `${most} sockets`);
  });
});
