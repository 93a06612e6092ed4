/** Lines of pino to frames in the queue's memory, by three ways, round after round. */

import { createLineReader, type FrameBatch, pinoRecords } from 'heka-core';
import build from 'pino-abstract-transport';
import { resolveOptions } from '../../../../packages/core/src/delivery/resolve-options.ts';
import { createMemoryQueue } from '../../../../packages/core/src/queue/memory-queue.ts';
import { HekaFrames } from '../../contenders/heka-frames.ts';
import { interleavedRounds } from '../../harness/rounds.ts';
import { readSettings, report } from '../../harness/workload.ts';
import { type LineCliff, type LineShape, lineCliffs, lineShapes } from '../../records/line-shapes.ts';
import { pinoLinesOf } from '../../records/logged-records.ts';

export interface ReadLinesSettings {
  readonly shape: LineShape | LineCliff;
  /** What is written at once: as much as thread-stream hands over, or one line, as pino does in process. */
  readonly writes: 'many lines' | 'one line';
  readonly rounds: number;
  /** Bytes of lines per measurement. */
  readonly bytes: number;
}

/** CPU seconds per line of one round. */
export interface ReadLinesResult {
  /** The reader of lines. */
  readonly lines: number;
  /** pino-abstract-transport and the record path. */
  readonly records: number;
  /** `JSON.parse` of each line, and nothing else. */
  readonly json: number;
}

/** What the optimising compiler needs to have seen. */
const WARM_UP_ROUNDS = 3;

/** Characters that thread-stream hands over at once, when the application logs more than the worker can take. */
const CHUNK_CHARACTERS = 1024 * 1024;

/** As much as a delivery hands to a socket at a time. */
const WRITE_BYTES = 65_536;

/** All shapes of a mixture. */
const FEWEST_LINES = 64;
const MOST_LINES = 1024;

/** The slowest contender reads this share of the bytes, so that all take about the same time. */
const SLOWEST_SHARE = 1 / 4;

const { shape, writes, rounds, bytes } = readSettings() as ReadLinesSettings;
const make = shape in lineShapes ? lineShapes[shape as LineShape] : lineCliffs[shape as LineCliff];
const lineBytes = Buffer.byteLength(pinoLinesOf(make(FEWEST_LINES)).join('')) / FEWEST_LINES;
const lineCount = Math.min(
  MOST_LINES,
  Math.max(FEWEST_LINES, Math.round((bytes * SLOWEST_SHARE) / lineBytes)),
);
const lines = pinoLinesOf(make(lineCount)).map(flat);
const repeats = Math.max(1, Math.round(bytes / lineBytes / lines.length));
const chunks = writes === 'one line' ? lines : inChunks(lines);

const options = resolveOptions({ url: 'tcp://127.0.0.1:5565' });
const queue = createMemoryQueue(options.queue, { dropped: () => {}, reclaim: () => false });
const heka = new HekaFrames('pino');
const reader = createLineReader({
  mapping: options.mapping,
  records: pinoRecords,
  sink: { frames: takeFrames, record: (line) => void heka.encode(line) },
});
const stream = build(
  (source) => {
    source.on('data', (line: string) => heka.encode(line));
  },
  { parse: 'lines', parseLine: () => ({}), metadata: false },
);

const contenders = {
  lines: () => measure(writeToReader, 4),
  records: () => measure(writeToStream, SLOWEST_SHARE),
  json: () => measure(parseAll),
};
await interleavedRounds(WARM_UP_ROUNDS, contenders);
report((await interleavedRounds(rounds, contenders)) satisfies readonly ReadLinesResult[]);

/** @param share of the usual repeats, so that all contenders take about the same time */
async function measure(run: () => void | Promise<void>, share = 1): Promise<number> {
  const times = Math.max(1, Math.round(repeats * share));
  // The garbage of the one before is collected, and the caches hold what this one needs.
  await run();
  const before = process.cpuUsage();
  // CPU time, which the wait for a processor that others use as well is not part of.
  for (let time = 0; time < times; time++) await run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6 / times / lines.length;
}

function writeToReader(): void {
  for (const chunk of chunks) reader.write(chunk);
}

function parseAll(): void {
  for (const line of lines) JSON.parse(line);
}

function takeFrames(batch: FrameBatch): void {
  queue.pushAll(batch);
  while (queue.unsentBytes > WRITE_BYTES) {
    const run = queue.take(WRITE_BYTES);
    if (run !== undefined) queue.release(run);
  }
}

async function writeToStream(): Promise<void> {
  for (const chunk of chunks) {
    if (!stream.write(chunk)) await new Promise((resolve) => stream.once('drain', resolve));
  }
}

function inChunks(all: readonly string[]): readonly string[] {
  const text = all.join('');
  return Array.from({ length: Math.ceil(text.length / CHUNK_CHARACTERS) }, (_, index) =>
    flat(text.slice(index * CHUNK_CHARACTERS, (index + 1) * CHUNK_CHARACTERS)),
  );
}

/** Text of one piece, as it comes from a decoder, and not a rope of the pieces that it was made of. */
function flat(text: string): string {
  return Buffer.from(text).toString();
}
