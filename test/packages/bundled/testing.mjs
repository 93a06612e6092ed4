// The receiver for tests in a bundle: it has no file of its own to start a thread with, and runs in the thread of the test.
import assert from 'node:assert/strict';
import { createDelivery } from 'heka-core';
import { createReceiver } from 'heka-core/testing';

async function messageArrives() {
  const receiver = await createReceiver();
  const delivery = createDelivery({ url: receiver.url });
  delivery.log({ payload: 'bundled' });
  const [message] = await receiver.waitFor(1);
  assert.equal(message.payload, 'bundled');
  await delivery.close();
  await receiver.close();
}

// No await here: a bundle in CommonJS cannot have it.
messageArrives().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
