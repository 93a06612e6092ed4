import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createDelivery } from 'heka-core';
import { openDelivery } from '../../support/delivery/open-delivery.ts';
import { countAlive } from '../../support/processes/garbage.ts';
import { PlainServer } from '../../support/servers/plain-server.ts';
import { UdpReceiver } from '../../support/servers/udp-receiver.ts';
import { keepAlive } from '../../support/time/keep-alive.ts';

const PATIENT = { timeout: 30_000 };

describe('a delivery at rest', () => {
  it('has no connection, is collected when it is forgotten, and leaves no listener', async (t) => {
    keepAlive(t);
    const server = await PlainServer.start(t);
    const counts = (): number[] => process.eventNames().map((name) => process.listenerCount(name));
    const before = counts();
    const deliveries: WeakRef<object>[] = [];
    const use = async (): Promise<void> => {
      const delivery = createDelivery({
        url: server.url,
        settleTime: 20,
        quiet: true,
        statsInterval: 10_000,
      });
      deliveries.push(new WeakRef(delivery));
      delivery.log({ payload: 'x' });
      const { confirmed, unsettled } = await delivery.rest();
      assert.equal(confirmed + unsettled, 1);
    };
    await Promise.all([use(), use(), use()]);
    await server.until(() => server.connections.every(({ socket }) => socket.destroyed));
    assert.equal(await countAlive(deliveries), 0);
    assert.deepEqual(counts(), before);
  });

  it('stays in service', async (t) => {
    const { delivery, server } = await openDelivery(t);
    for (let round = 1; round <= 3; round++) {
      delivery.log({ payload: 'x' });
      await delivery.rest();
      await server.until(() => server.connections.every(({ socket }) => socket.destroyed));
      delivery.log({ payload: 'y' });
      assert.equal((await delivery.flush(PATIENT)).confirmed, 2 * round);
    }
  });

  it('closes its socket of udp, and opens it again', async (t) => {
    keepAlive(t);
    const receiver = await UdpReceiver.bind(t);
    const deliveries: WeakRef<object>[] = [];
    const use = async (): Promise<void> => {
      const delivery = createDelivery({ url: `udp://127.0.0.1:${receiver.port}`, quiet: true });
      deliveries.push(new WeakRef(delivery));
      for (let round = 1; round <= 2; round++) {
        delivery.log({ payload: 'x' });
        assert.equal((await delivery.rest()).confirmed, round);
      }
    };
    await use();
    assert.equal(await countAlive(deliveries), 0);
    assert.equal(receiver.datagrams.length, 2);
  });
});
