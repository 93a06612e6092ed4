/** What a queue retains while the receiver is down: bytes of memory per byte of frame. */

import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { createDelivery, winstonRecords } from 'heka-core';
import { logInTurns, readSettings, report } from '../../harness/workload.ts';
import { recordsOf } from '../../records/logged-records.ts';
import { shapes } from '../../records/shapes.ts';

export interface QueueMemorySettings {
  readonly shape: 'request' | 'small';
  /** Bytes of frames to queue. */
  readonly bytes: number;
}

const { shape, bytes } = readSettings() as QueueMemorySettings;
const SMALL = [{ message: 'job done', members: {} }];
const records = recordsOf('winston', shape === 'small' ? SMALL : shapes.request(1000));
const delivery = createDelivery(
  { url: `tcp://127.0.0.1:${await unusedPort()}`, queue: { maxBytes: 4 * bytes }, quiet: true },
  winstonRecords,
);

await log(5000);
const [memoryBefore, framesBefore] = measure();
while (delivery.stats().pendingBytes < bytes) await log(1000);
const [memory, frames] = measure();
const { pending, dropped } = delivery.stats();
if (Object.keys(dropped).length > 0 || pending === 0) throw new Error('the queue was not filled as intended');
report((memory - memoryBefore) / (frames - framesBefore));

function log(count: number): Promise<void> {
  return logInTurns(count, 100, (index) => delivery.log(records[index % records.length] ?? {}));
}

/** Memory in use, and bytes of the frames queued. `external` holds the bytes of all buffers. */
function measure(): readonly [number, number] {
  for (let pass = 0; pass < 3; pass++) globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return [heapUsed + external, delivery.stats().pendingBytes];
}

async function unusedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
