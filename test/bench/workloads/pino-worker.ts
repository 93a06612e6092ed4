/** pino with a transport in a worker: ours, or pino-socket. */

import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { assertNothingDropped, measureShipping } from '../harness/measure-shipping.ts';
import { readSettings, report } from '../harness/workload.ts';
import { REQUEST_MESSAGE, requestLogs } from '../records/request-log.ts';
import { Sink } from '../sinks/sink.ts';

export interface PinoWorkerSettings {
  readonly target: 'pino-heka' | 'pino-socket';
  readonly records: number;
  /** All of them where it is absent: one flood within one turn of the event loop. */
  readonly perTurn?: number;
  /** @default the transport's own */
  readonly queueBytes?: string;
}

const settings = readSettings() as PinoWorkerSettings;
const members = requestLogs(1000);
const isHeka = settings.target === 'pino-heka';
const sink = await Sink.start(isHeka ? 'frames' : 'lines');
const transport = pino.transport(
  isHeka
    ? {
        target: fileURLToPath(new URL('./pino-heka.js', import.meta.url)),
        options: {
          url: `tcp://127.0.0.1:${sink.port}`,
          ...(settings.queueBytes !== undefined && { queue: { maxBytes: settings.queueBytes } }),
        },
      }
    : { target: 'pino-socket', options: { mode: 'tcp', address: '127.0.0.1', port: sink.port } },
);
const dropped: Record<string, number> = {};
transport.on('dropped', ({ reason, messages }: { reason: string; messages: number }) => {
  dropped[reason] = (dropped[reason] ?? 0) + messages;
});
const logger = pino({ name: 'shop' }, transport);

const result = await measureShipping(sink, {
  records: settings.records,
  perTurn: settings.perTurn ?? settings.records,
  log: (index) => logger.info(members[index % members.length], REQUEST_MESSAGE),
});
assertNothingDropped(dropped);
report(result);
