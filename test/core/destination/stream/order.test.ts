import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { createDelivery } from 'heka-core';
import { PlainServer } from '../../../support/servers/plain-server.ts';

/** A delivery that waits keeps no process alive; these tests do. */
const alive = setInterval(() => {}, 60_000);
after(() => clearInterval(alive));

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

for (const ordered of [true, false]) {
  describe(`ordered: ${ordered}`, () => {
    it('sends nothing on the next connection before the one ahead of it has closed', async (t) => {
      const arrivals: number[] = [];
      const server = await PlainServer.start(t, {
        onFrame: ({ number }) => arrivals.push(number),
        onConnection: ({ number, socket }) => {
          if (number === 0) socket.pause();
        },
      });
      const delivery = createDelivery({ url: server.url, ordered, settleTime: 20, quiet: true });
      t.after(() => delivery.close({ timeout: 1 }));
      delivery.log({ payload: 'first' });
      await delivery.flush({ until: 'written' });
      const flushed = delivery.flush();
      await server.until(() => server.connections.length === 2);
      delivery.log({ payload: 'second' });
      // The server would have read a second connection long before it reads on here.
      for (let turns = 0; turns < 20; turns++) await turn();
      assert.deepEqual(arrivals, []);
      server.connections[0]?.socket.resume();
      await flushed;
      await server.until(() => arrivals.length === 2);
      assert.deepEqual(arrivals, [0, 1]);
    });
  });
}

describe('ordered, with a peer that never closes', () => {
  it('goes on when the time for the close is over', async (t) => {
    const server = await PlainServer.start(t, { onEnd: () => {} });
    const delivery = createDelivery({ url: server.url, ordered: true, confirmTimeout: 50, quiet: true });
    t.after(() => delivery.close({ timeout: 1 }));
    delivery.log({ payload: 'first' });
    void delivery.flush();
    await server.until(() => server.connections.length === 2);
    delivery.log({ payload: 'second' });
    await server.until(() => server.frames.length === 2);
    assert.equal(server.connections[0]?.frames.length, 1);
  });
});
