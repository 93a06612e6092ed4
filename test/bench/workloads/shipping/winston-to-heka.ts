/** winston with the Heka transport. */

import { createLogger, format } from 'winston';
import { HekaTransport } from 'winston-heka';
import { assertNothingDropped, measureShipping } from '../../harness/measure-shipping.ts';
import { createPace } from '../../harness/pace.ts';
import { readSettings, report } from '../../harness/workload.ts';
import { asItIs } from '../../records/as-it-is.ts';
import { REQUEST_MESSAGE, requestLogs } from '../../records/request-log.ts';
import { Sink } from '../../sinks/sink.ts';

export interface WinstonToHekaSettings {
  readonly records: number;
  /** Records logged before the clock starts. @default that of `measureShipping` */
  readonly warmUp?: number;
  readonly perTurn: number;
  /** `json` is what winston does where no format is given; `as-it-is` leaves the record to the transport. */
  readonly format: 'json' | 'as-it-is';
  readonly delivery: 'at-least-once' | 'best-effort';
  /** @default the transport's own */
  readonly queueBytes?: string;
  /** @default as fast as `ready()` allows */
  readonly recordsPerSecond?: number;
  /** @default 0 */
  readonly warmUpSeconds?: number;
}

const settings = readSettings() as WinstonToHekaSettings;
const members = requestLogs(1000);
const sink = await Sink.start('frames');
const transport = new HekaTransport({
  url: `tcp://127.0.0.1:${sink.port}`,
  // What is not confirmed when the process ends does not matter, and what is dropped is looked at here.
  quiet: true,
  delivery: settings.delivery,
  ...(settings.queueBytes !== undefined && { queue: { maxBytes: settings.queueBytes } }),
});
const logger = createLogger({
  format: settings.format === 'json' ? format.json() : asItIs(),
  transports: [transport],
});

const pace =
  settings.recordsPerSecond === undefined
    ? undefined
    : createPace(settings.recordsPerSecond, settings.perTurn);

const result = await measureShipping(sink, {
  ...settings,
  log: (index) => logger.info(REQUEST_MESSAGE, members[index % members.length]),
  ready: async () => {
    await pace?.();
    await transport.ready();
  },
});
assertNothingDropped(transport.stats().dropped);
report(result);
