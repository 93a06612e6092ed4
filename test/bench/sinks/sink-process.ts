/**
 * A receiver in a process of its own: reads every connection to its end, counts, and closes, as hekad and Hindsight
 * do. Argument: what it counts.
 */

import { type AddressInfo, createServer, type Socket } from 'node:net';
import { clockSeconds } from '../harness/workload.ts';
import { ByteCounter } from './byte-counter.ts';
import type { Counter } from './counter.ts';
import { ForwardCounter } from './forward-counter.ts';
import { FrameCounter } from './frame-counter.ts';
import { LineCounter } from './line-counter.ts';
import { createOtlpServer } from './otlp-server.ts';
import type { SinkAnswer, SinkFormat, SinkRequest } from './sink.ts';

const counterOf: Readonly<Record<Exclude<SinkFormat, 'otlp'>, () => Counter>> = {
  frames: () => new FrameCounter(),
  lines: () => new LineCounter(),
  bytes: () => new ByteCounter(),
  forward: () => new ForwardCounter(),
};
const format = process.argv[2] as SinkFormat;
const counters = new Set<Counter>();
let closedCount = 0;
let bytes = 0;
let awaited = Number.POSITIVE_INFINITY;

const server = format === 'otlp' ? createOtlpServer(receivedRecords) : createServer(countConnection(format));

process.on('message', ({ count }: SinkRequest) => {
  awaited = count;
  answer();
});
process.on('disconnect', () => process.exit());
server.listen(0, '127.0.0.1', () => send({ port: (server.address() as AddressInfo).port }));

/** Every connection has its counter. */
function countConnection(kind: keyof typeof counterOf): (socket: Socket) => void {
  return (socket) => {
    const counter = counterOf[kind]();
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
  };
}

function receivedRecords(records: number, ofBytes: number): void {
  closedCount += records;
  bytes += ofBytes;
  answer();
}

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
