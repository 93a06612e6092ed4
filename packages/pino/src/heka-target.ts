/**
 * The pino transport: chunks of text in, frames or records for the delivery out.
 *
 * Lines that become frames without being parsed come by a {@link LineStream}, which costs next to nothing. What needs
 * records (an option that is a function, say), and pipelines, come by pino-abstract-transport.
 *
 * - It always takes what it is given and never asks to wait: a worker that stops reading makes one `logger.info`
 *   of the application block for 10 s and then kills the transport. The bounded queue is the delivery's.
 * - It is ready at once, with the server up or down: an application cannot end before its worker is ready.
 * - It closes within {@link WORKER_CLOSE_MS}: pino gives up on a worker after 10 s.
 * - It never emits `error`, which would end the application, nor an event of its own under a stream's name.
 */

import type { Transform, Writable } from 'node:stream';
import { parentPort } from 'node:worker_threads';
import type { Delivery, DeliveryStats, FlushResult, HekaOptions } from 'heka-core';
import { forwardEvents, systemClock } from 'heka-core';
import build from 'pino-abstract-transport';
import { type Flush, flushAfter } from './flush-after.ts';
import { LineStream } from './line-stream.ts';
import { LoggerLines } from './logger-lines.ts';
import { awaitWorkerConfig, configIn, inPinoWorker, runsPipeline } from './pino-config.ts';
import { refuseSpreadText } from './refuse-spread-text.ts';
import { WorkerEvents } from './worker-events.ts';

/** Members that pino and thread-stream add to the options of a worker. */
const WORKER_OPTIONS: readonly string[] = ['$context', 'pinoWillSendConfig', 'levels', 'dedupe'];

/** pino's main thread waits 10,000 ms for its worker to close, then kills it. */
const WORKER_CLOSE_MS = 9000;

/** The stream that pino writes to: lines in, which the delivery takes. */
export interface HekaStream extends Writable {
  /** Calls back, or resolves, when everything written before is confirmed, or the time for it is over. */
  readonly flush: Flush;
  /** Counters and state, now. */
  stats(): DeliveryStats;
  /** Resolves when the queue has room, for producers that want to wait. */
  ready(): Promise<void>;
}

/**
 * A pino transport that ships records to Heka: `transport: { target: 'pino-heka', options }`, one of
 * `targets: [...]`, or the last of a `pipeline`. Called in process it gives a stream for `pino(options, stream)`.
 *
 * @returns the stream; in a worker of pino a promise of it, resolved without waiting for the network
 * @throws HekaError `INVALID_OPTION` if an option has a wrong value
 */
export function hekaTarget(options: HekaOptions = {}): HekaStream | Promise<HekaStream> {
  if (inPinoWorker()) refuseSpreadText(options);
  const lines = new LoggerLines(options, WORKER_OPTIONS);
  const { delivery } = lines;
  const events = inPinoWorker() && parentPort !== null ? new WorkerEvents(parentPort) : undefined;
  const closeDelivery = async (): Promise<void> => {
    await close(delivery, options);
    events?.settle();
  };
  const stream =
    lines.areTranscoded && !runsPipeline()
      ? new LineStream(lines, closeDelivery)
      : recordStream(lines, closeDelivery);
  stream.on('message', (message: unknown) => lines.configure(configIn(message)));
  if (events !== undefined) forwardEvents(delivery, (name, details) => events.post(name, details));
  const target: HekaStream = Object.assign(stream, {
    flush: flushAfter({
      delivery,
      consumed: () => consumed(stream),
      onTimeout: events && ((error) => events.post('warn', [error])),
      onFlushed: () => events?.settle(),
    }),
    stats: () => delivery.stats(),
    ready: () => delivery.ready(),
  });
  return awaitWorkerConfig((config) => lines.configure(config))?.then(() => target) ?? target;
}

/** A stream of pino-abstract-transport that logs each line as a record. */
function recordStream(lines: LoggerLines, closeDelivery: () => Promise<unknown>): Transform {
  const stream = build(
    (source) => {
      source.on('data', (line: string) => lines.log(line));
    },
    {
      parse: 'lines',
      parseLine: acceptLine,
      metadata: false,
      close: (error, callback) => {
        void closeDelivery().then(() => {
          callback(error);
        });
      },
    },
  );
  finishWhenClosed(stream, closeDelivery);
  return stream;
}

const ACCEPTED = {};

/**
 * Tells pino-abstract-transport whether to pass a line on; null leaves it out. Lines are parsed by the mapping,
 * which must know the options, the digits of long numbers and the order of repeated members.
 */
function acceptLine(line: string): object | null {
  return line.trim() === '' ? null : ACCEPTED;
}

/**
 * Holds `finish` back until everything is sent, for those who call `stream.end(callback)`. A pipeline of pino ends
 * its worker when its last stream has finished, and would not wait for that stream to close.
 */
function finishWhenClosed(stream: Transform, close: () => Promise<unknown>): void {
  const flushLine = stream._flush.bind(stream);
  stream._flush = (callback) => {
    flushLine((error) => {
      void consumed(stream)
        .then(close)
        .then(() => callback(error));
    });
  };
}

/** Closes the delivery in time for pino. */
function close(delivery: Delivery<unknown>, options: HekaOptions): Promise<FlushResult> {
  const tooLong = inPinoWorker() && (options.closeTimeout ?? 0) > WORKER_CLOSE_MS;
  return delivery.close(tooLong ? { timeout: WORKER_CLOSE_MS } : undefined);
}

/** Resolves when no text and no line waits inside of the stream. */
async function consumed(stream: Writable & { readonly readableLength?: number }): Promise<void> {
  while (stream.writableLength > 0 || (stream.readableLength ?? 0) > 0) {
    await new Promise<void>((resolve) => systemClock.setImmediate(resolve));
  }
}
