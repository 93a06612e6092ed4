/** pino with our worker and a receiver that is down, or that takes connections and reads nothing: memory it costs. */

import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { logInTurns, readSettings, report } from '../../harness/workload.ts';
import { REQUEST_MESSAGE, requestLogs } from '../../records/request-log.ts';

export interface PinoStalledSettings {
  readonly receiver: 'down' | 'stalled';
  readonly records: number;
  readonly queueBytes: number;
}

/** How often the memory is looked at. */
const WATCH_MS = 20;

const { receiver, records, queueBytes } = readSettings() as PinoStalledSettings;
const members = requestLogs(1000);
const server = await listen();
const { port } = server.address() as AddressInfo;
if (receiver === 'down') server.close();
const transport = pino.transport({
  target: fileURLToPath(new URL('./pino-heka.js', import.meta.url)),
  options: {
    url: `tcp://127.0.0.1:${port}`,
    queue: { maxBytes: queueBytes },
    quiet: true,
    statsInterval: WATCH_MS,
  },
});
const logger = pino({ name: 'shop' }, transport);
let accepted = 0;
transport.on('stats', (stats: { accepted: number }) => {
  accepted = stats.accepted;
});

// pino lets no worker keep the process alive; the process ends with its report.
setInterval(() => {}, 60_000);
await log(5000);
await taken(5000);
globalThis.gc?.();
const before = process.memoryUsage.rss();
let most = before;
const watch = setInterval(() => {
  most = Math.max(most, process.memoryUsage.rss());
}, WATCH_MS);
await log(records);
await taken(5000 + records);
clearInterval(watch);
report(Math.max(most, process.memoryUsage.rss()) - before);

function log(count: number): Promise<void> {
  return logInTurns(count, 100, (index) => logger.info(members[index % members.length], REQUEST_MESSAGE));
}

/** Waits until the worker has taken that many. */
async function taken(count: number): Promise<void> {
  while (accepted < count) await once(transport, 'stats');
}

async function listen(): Promise<Server> {
  const listening = createServer({ pauseOnConnect: true }).listen(0, '127.0.0.1');
  await once(listening, 'listening');
  return listening;
}
