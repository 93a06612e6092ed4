import { after, type TestContext } from 'node:test';
import { createDelivery, type Delivery, type HekaOptions } from 'heka-core';
import { PlainServer, type PlainServerOptions } from '../servers/plain-server.ts';

/** Waits as short as they may be, so that no test waits for time. */
const SHORT: HekaOptions = {
  settleTime: 20,
  confirmTimeout: 200,
  backoffStrategy: { initialDelay: 5, maxDelay: 20 },
  quiet: true,
};

/** A delivery that waits keeps no process alive; its tests do. */
const alive = setInterval(() => {}, 60_000);
after(() => clearInterval(alive));

/** Starts a server and a delivery to it; both end with the test. */
export async function openDelivery(
  test: TestContext,
  options: HekaOptions = {},
  serverOptions: PlainServerOptions = {},
): Promise<{ delivery: Delivery; server: PlainServer }> {
  const server = await PlainServer.start(test, serverOptions);
  const delivery = createDelivery({ url: server.url, ...SHORT, ...options });
  test.after(() => delivery.close({ timeout: 1 }));
  return { delivery, server };
}
