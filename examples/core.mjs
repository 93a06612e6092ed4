// Messages without a logger. First, in another terminal: npx heka-cli listen

import { createDelivery, severity } from 'heka-core';

const delivery = createDelivery({ url: process.env.HEKA_URL ?? 'tcp://127.0.0.1:5565' });

delivery.on('dropped', ({ reason, messages }) => console.error(`${messages} messages dropped: ${reason}`));

for (let order = 1; order <= 1000; order++) {
  await delivery.ready(); // waits while the queue is full, so that nothing is dropped
  delivery.log({
    type: 'shop.order',
    logger: 'shop',
    severity: severity.info,
    payload: 'order placed',
    fields: [
      { name: 'order', type: 'integer', values: [BigInt(order)] },
      { name: 'duration', type: 'double', values: [12.5], representation: 'ms' },
    ],
  });
}

console.log(await delivery.close()); // { confirmed: 0, unsettled: 1000, pending: 0, dropped: {}, timedOut: false }
