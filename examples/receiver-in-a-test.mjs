// A test of an application's logs, with a receiver in the test itself: node --test examples/receiver-in-a-test.mjs

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createReceiver } from 'heka-core/testing';
import winston from 'winston';
import { HekaTransport } from 'winston-heka';

function placeOrder(logger, order) {
  logger.info('order placed', { order });
}

test('an order is logged', async () => {
  const receiver = await createReceiver();
  const transport = new HekaTransport({ url: receiver.url });
  const logger = winston.createLogger({ transports: [transport] });

  placeOrder(logger, 17);

  const [message] = await receiver.waitFor(1);
  assert.equal(message.payload, 'order placed');
  assert.equal(message.severity, 6);
  assert.deepEqual(message.fields.at(-1), { name: 'order', type: 'integer', values: [17n] });

  transport.destroy();
  await receiver.close();
});
