// Logs through heka-core and ends in the way of the first argument. HEKA_PACKAGE is the path of heka-core.

import fs from 'node:fs';
import { createRequire } from 'node:module';

const { createDelivery } = createRequire(import.meta.url)(process.env.HEKA_PACKAGE);
const [way] = process.argv.slice(2);
const url = process.env.HEKA_URL;
const QUICK = { backoffStrategy: { initialDelay: 10, maxDelay: 20 }, closeTimeout: 2_000 };

function logTo(delivery, count, payload = 'x') {
  for (let index = 0; index < count; index++) delivery.log({ payload });
}

switch (way) {
  case 'flush-then-exit': {
    const delivery = createDelivery({ url });
    logTo(delivery, 500);
    const { timedOut } = await delivery.flush({ timeout: 500 });
    console.log(`timed out: ${timedOut}`);
    logTo(delivery, 20);
    process.exit(3);
    break;
  }
  case 'one-try': {
    const delivery = createDelivery({ url, reconnectTries: 1 });
    logTo(delivery, 10);
    break;
  }
  case 'flood': {
    const delivery = createDelivery({ url, queue: { maxBytes: '1mb' }, ...QUICK });
    for (let round = 0; round < 20; round++) {
      logTo(delivery, 1_000, 'x'.repeat(1_024));
      await new Promise((resolve) => setImmediate(resolve));
    }
    console.log(JSON.stringify(await delivery.close()));
    break;
  }
  case 'several': {
    const deliveries = [1, 2, 3].map(() => createDelivery({ url, ...QUICK }));
    deliveries.forEach((delivery, index) => logTo(delivery, index + 1));
    break;
  }
  case 'outage': {
    const delivery = createDelivery({ url, ...QUICK });
    delivery.once('reconnect', () => console.log('refused'));
    logTo(delivery, 3);
    await delivery.flush({ timeout: 60_000 });
    break;
  }
  case 'exit-listener-first': {
    process.on('exit', () => logTo(delivery, 2));
    const delivery = createDelivery({ url });
    process.exit(3);
    break;
  }
  case 'exit-listener-later': {
    const delivery = createDelivery({ url });
    process.on('exit', () => logTo(delivery, 2));
    await new Promise((resolve) => setImmediate(resolve));
    process.exit(3);
    break;
  }
  case 'exit-listener-last': {
    const delivery = createDelivery({ url });
    process.on('exit', () => logTo(delivery, 2));
    process.exit(3);
    break;
  }
  case 'exit-listener-natural': {
    const delivery = createDelivery({ url });
    process.on('exit', () => logTo(delivery, 2));
    break;
  }
  case 'rested': {
    const delivery = createDelivery({ url, settleTime: 20 });
    logTo(delivery, 1);
    await delivery.rest();
    while (delivery.stats().connections > 0) await new Promise((resolve) => setImmediate(resolve));
    logTo(delivery, 2);
    process.exit(3);
    break;
  }
  case 'copies': {
    const paths = process.env.HEKA_COPIES.split(':');
    const copies = paths.map((path) => createRequire(import.meta.url)(path).createDelivery({ url }));
    process.on('exit', () => copies.forEach((delivery) => logTo(delivery, 2)));
    await new Promise((resolve) => setImmediate(resolve));
    process.exit(3);
    break;
  }
  case 'misuse': {
    const delivery = createDelivery({ url });
    for (const options of [5, 6, 5, { timeout: -1 }]) await delivery.flush(options);
    await delivery.close();
    break;
  }
  case 'close-soon': {
    const delivery = createDelivery({ url });
    logTo(delivery, 1);
    await delivery.close({ timeout: 300 });
    break;
  }
  case 'invalid': {
    const delivery = createDelivery({ url });
    for (const size of [2.5, 1.5]) {
      delivery.log({ fields: [{ name: 'size', type: 'integer', values: [size] }] });
      await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
    }
    await delivery.close();
    break;
  }
  case 'lost-connection': {
    const delivery = createDelivery({ url, reconnect: false });
    const lost = new Promise((resolve) => delivery.once('disconnected', resolve));
    logTo(delivery, 3);
    await lost;
    logTo(delivery, 1);
    process.exit(3);
    break;
  }
  case 'mistakes-then-exit':
  case 'mistakes-then-turn': {
    const fails = (what) => () => {
      throw new Error(`${what} is broken`);
    };
    const closed = createDelivery({ url });
    await closed.close({ timeout: 100 });
    const deliveries = [{ transform: fails('transform') }, { filter: fails('filter') }]
      .map((options) => createDelivery({ url, ...options }))
      .concat(closed);
    const { writeSync } = fs;
    let writes = 0;
    fs.writeSync = (...args) => {
      writes++;
      return writeSync(...args);
    };
    for (const delivery of deliveries) logTo(delivery, 2);
    console.log(`written in log(): ${writes}`);
    if (way === 'mistakes-then-turn') {
      await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
      console.log(`written after a turn: ${writes}`);
    }
    process.exit(3);
    break;
  }
  case 'filter-and-transform': {
    const throws = () => {
      throw new Error('broken');
    };
    logTo(createDelivery({ url, filter: throws, transform: throws }), 2);
    process.exit(3);
    break;
  }
  case 'exit-listener-after-close': {
    const delivery = createDelivery({ url });
    process.on('exit', () => logTo(delivery, 2));
    await delivery.close();
    break;
  }
  default:
    throw new Error(`no such way: ${way}`);
}
