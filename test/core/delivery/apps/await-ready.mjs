// Logs 3,000 records of 1 KiB to a queue of 1 MiB, and awaits ready() before each of them: through a delivery, or through
// hekaDestination of pino-heka. Prints `waiting` at the first wait, and the result of close() at the end.
// HEKA_PACKAGE is the path of the package.

import { createRequire } from 'node:module';
import { inspect } from 'node:util';

const require = createRequire(import.meta.url);
const { createDelivery, hekaDestination } = require(process.env.HEKA_PACKAGE);
const options = {
  url: process.env.HEKA_URL,
  queue: { maxBytes: '1mb' },
  settleTime: 20,
  // A flush at the end of the work must not be what keeps the process alive.
  closeTimeout: 1,
  backoffStrategy: { initialDelay: 10, maxDelay: 20 },
};
const sink = createDelivery?.(options) ?? hekaDestination(options);
const text = 'x'.repeat(1_024);
const log = (index) =>
  createDelivery ? sink.log({ payload: text }) : sink.write(`{"level":30,"msg":"${index} ${text}"}\n`);

let hasWaited = false;
for (let index = 0; index < 3_000; index++) {
  const ready = sink.ready();
  if (!hasWaited && inspect(ready).includes('<pending>')) {
    hasWaited = true;
    console.log('waiting');
  }
  await ready;
  log(index);
}
await sink.flush({ timeout: 60_000 });
console.log(JSON.stringify(await sink.close()));
