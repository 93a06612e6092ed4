// A test of an application's logs, with a receiver in the test itself: node --test examples/receiver-in-a-test.mjs

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createReceiver, fieldsOf } from 'heka-core/testing';
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

  const [message] = await receiver.waitFor('Severity == 6 && Fields[order] == 17');
  assert.equal(message.payload, 'order placed');
  assert.deepEqual(fieldsOf(message), { level: 'info', order: 17 });

  transport.destroy(); // flush() would wait for settleTime, 2 s; that the message has arrived is seen above
  await receiver.close();
});
