// Logs 200,000 records through winston to HekaTransport and to a second transport, in bursts, and prints as JSON
// what both have got and how much memory is held at the end. HEKA_PACKAGE is the path of winston-heka. Needs
// --expose-gc.

import { createRequire } from 'node:module';
import winston from 'winston';
import Transport from 'winston-transport';

const { HekaTransport } = createRequire(import.meta.url)(process.env.HEKA_PACKAGE);

/** A turn of the event loop. */
const turn = () => new Promise((resolve) => setImmediate(resolve));

const RECORDS = 200_000;
const BURST = 2000;
const maxBytes = Number(process.env.HEKA_QUEUE_BYTES);

class Counter extends Transport {
  count = 0;

  log(info, next) {
    this.count++;
    next();
  }
}

const counter = new Counter();
const transport = new HekaTransport({
  url: process.env.HEKA_URL,
  queue: { maxBytes },
  closeTimeout: 100,
  quiet: true,
});
const logger = winston.createLogger({ transports: [transport, counter] });

globalThis.gc();
const heldBefore = held();
let mostPendingBytes = 0;
for (let index = 0; index < RECORDS; index++) {
  logger.info('a record of a common size, as applications log them', {
    index,
    path: '/orders/17',
    user: 'ann',
  });
  if (index % BURST === 0) {
    mostPendingBytes = Math.max(mostPendingBytes, transport.stats().pendingBytes);
    await turn();
  }
}
globalThis.gc();
const grown = held() - heldBefore;
const { accepted, confirmed, pending, dropped } = transport.stats();
console.log(
  JSON.stringify({ counted: counter.count, mostPendingBytes, grown, accepted, confirmed, pending, dropped }),
);
process.exit(0);

function held() {
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
