/**
 * A receiver in a process of its own: reads every connection to its end, counts, and closes, as hekad and Hindsight
 * do. Argument: what it counts.
 */

import { type AddressInfo, createServer } from 'node:net';
import { clockSeconds } from '../harness/workload.ts';
import { ByteCounter } from './byte-counter.ts';
import type { Counter } from './counter.ts';
import { FrameCounter } from './frame-counter.ts';
import { LineCounter } from './line-counter.ts';
import type { SinkAnswer, SinkFormat, SinkRequest } from './sink.ts';

const counterOf: Readonly<Record<SinkFormat, () => Counter>> = {
  frames: () => new FrameCounter(),
  lines: () => new LineCounter(),
  bytes: () => new ByteCounter(),
};
const newCounter = counterOf[process.argv[2] as SinkFormat];
const counters = new Set<Counter>();
let closedCount = 0;
let bytes = 0;
let awaited = Number.POSITIVE_INFINITY;

const server = createServer((socket) => {
  const counter = newCounter();
  counters.add(counter);
  socket.on('data', (chunk: Buffer) => {
    counter.push(chunk);
    bytes += chunk.length;
    answer();
  });
  socket.on('close', () => {
    counters.delete(counter);
    closedCount += counter.count;
  });
  // The workload ends its process as soon as everything is counted.
  socket.on('error', () => {});
});

process.on('message', ({ count }: SinkRequest) => {
  awaited = count;
  answer();
});
process.on('disconnect', () => process.exit());
server.listen(0, '127.0.0.1', () => send({ port: (server.address() as AddressInfo).port }));

function answer(): void {
  let count = closedCount;
  for (const counter of counters) count += counter.count;
  if (count < awaited) return;
  awaited = Number.POSITIVE_INFINITY;
  send({ count, bytes, atSeconds: clockSeconds() });
}

function send(message: SinkAnswer): void {
  process.send?.(message);
}
