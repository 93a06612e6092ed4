// Logs 200,000 records through a worker of pino to pino-heka, in bursts, waits until the worker has taken all, and
// prints as JSON what became of them and how much memory this thread holds. HEKA_PACKAGE is the path of pino-heka.
// Needs --expose-gc.

import pino from 'pino';

/** A turn of the event loop. */
const turn = () => new Promise((resolve) => setImmediate(resolve));

const RECORDS = 200_000;
const BURST = 2000;

const stream = pino.transport({
  target: process.env.HEKA_PACKAGE,
  options: {
    url: process.env.HEKA_URL,
    queue: { maxBytes: Number(process.env.HEKA_QUEUE_BYTES) },
    statsInterval: 50,
    closeTimeout: 100,
    quiet: true,
  },
});
const taken = new Promise((resolve) => {
  stream.on('stats', (stats) => {
    if (stats.accepted >= RECORDS) resolve(stats);
  });
});
const logger = pino(stream);

globalThis.gc();
const heldBefore = held();
for (let index = 0; index < RECORDS; index++) {
  logger.info(
    { index, path: '/orders/17', user: 'ann' },
    'a record of a common size, as applications log them',
  );
  if (index % BURST === 0) await turn();
}
// pino lets no worker keep the process alive.
const alive = setInterval(() => {}, 60_000);
const { accepted, confirmed, pending, pendingBytes, dropped } = await taken;
// Memory outside of the heap is freed after a collection, not in it.
globalThis.gc();
await turn();
globalThis.gc();
console.log(
  JSON.stringify({ accepted, confirmed, pending, pendingBytes, dropped, grown: held() - heldBefore }),
);

clearInterval(alive);

function held() {
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
