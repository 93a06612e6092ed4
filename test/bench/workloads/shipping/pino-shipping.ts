/** pino to another process: by our worker, by our destination in process, or by pino-socket; or to nowhere. */

import { EventEmitter } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { HekaOptions } from 'heka-core';
import { type DestinationStream, pino } from 'pino';
import { hekaDestination } from 'pino-heka';
import { assertNothingDropped, measureShipping } from '../../harness/measure-shipping.ts';
import { clockSeconds, readSettings, report } from '../../harness/workload.ts';
import { REQUEST_MESSAGE, requestLogs } from '../../records/request-log.ts';
import { Sink } from '../../sinks/sink.ts';

export interface PinoShippingSettings {
  /** `nowhere` is a destination that discards its lines: what pino itself takes. */
  readonly way: 'heka worker' | 'heka in process' | 'pino-socket' | 'nowhere';
  readonly records: number;
  /** Records logged before the clock starts. @default that of `measureShipping` */
  readonly warmUp?: number;
  /** All of them if it is absent: one flood within one turn of the event loop. */
  readonly perTurn?: number;
  /** @default the transport's own */
  readonly delivery?: 'at-least-once' | 'best-effort';
  /** @default the transport's own */
  readonly queueBytes?: string;
}

const settings = readSettings() as PinoShippingSettings;
const { way, records, perTurn = records, delivery, queueBytes } = settings;
const members = requestLogs(1000);
const sink = await Sink.start(way === 'pino-socket' ? 'lines' : 'frames');
const arrivals = way === 'nowhere' ? { received: async () => clockSeconds() } : sink;
const options: HekaOptions = {
  url: `tcp://127.0.0.1:${sink.port}`,
  // What is not confirmed when the process ends does not matter, and what is dropped is looked at here.
  quiet: true,
  ...(delivery !== undefined && { delivery }),
  ...(queueBytes !== undefined && { queue: { maxBytes: queueBytes } }),
};
const destination = open();
const dropped: Record<string, number> = {};
destination.on('dropped', ({ reason, messages }: { reason: string; messages: number }) => {
  dropped[reason] = (dropped[reason] ?? 0) + messages;
});
const logger = pino({ name: 'shop' }, destination);

const result = await measureShipping(arrivals, {
  ...settings,
  perTurn,
  log: (index) => logger.info(members[index % members.length], REQUEST_MESSAGE),
});
assertNothingDropped(dropped);
report(result);

function open(): DestinationStream & Pick<EventEmitter, 'on'> {
  if (way === 'nowhere') return Object.assign(new EventEmitter(), { write: () => true });
  if (way === 'heka in process') return hekaDestination(options);
  if (way === 'heka worker') {
    return pino.transport({ target: fileURLToPath(new URL('./pino-heka.js', import.meta.url)), options });
  }
  return pino.transport({
    target: 'pino-socket',
    options: { mode: 'tcp', address: '127.0.0.1', port: sink.port },
  });
}
