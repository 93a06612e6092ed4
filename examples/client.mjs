// A service that counts, times and logs through one client. First, in another terminal: npx heka-cli listen

import { setTimeout as sleep } from 'node:timers/promises';
import { createClient, field, setClient, timeIt } from 'heka-core';

const client = createClient({
  url: process.env.HEKA_URL ?? 'tcp://127.0.0.1:5565',
  logger: 'shop',
  filter: 'Type != "counter" || Fields[name] != "ignored"',
});
setClient('shop', client); // the first client is the one that timeIt uses

const loadCart = timeIt('cart.load')(async (user) => {
  await sleep(5);
  return { user, items: 3 };
});

async function checkout(user) {
  client.incr('checkouts');
  const timer = client.timer('checkout', { fields: { user } });
  try {
    const { items } = await loadCart(user);
    if (user === 'mallory') throw new Error('card declined', { cause: new Error('limit exceeded') });
    client.heka('order', {
      payload: 'order placed',
      fields: { user, items, total: field(59.9, { representation: 'EUR' }) },
    });
    client.info('%s bought %d items', user, items);
  } catch (error) {
    client.exception(error, `checkout of ${user} failed`);
  } finally {
    timer.stop();
  }
}

await checkout('ann');
await checkout('mallory');
client.gauge('cart.open', 2);
client.incr('ignored');

const { confirmed, dropped } = await client.flush();
console.log(`${confirmed} messages confirmed, dropped:`, dropped);
await client.close();
