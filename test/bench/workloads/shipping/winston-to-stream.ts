/** winston with its own Stream transport: lines of JSON into a socket. */

import { once } from 'node:events';
import { connect } from 'node:net';
import { createLogger, format, transports } from 'winston';
import { measureShipping } from '../../harness/measure-shipping.ts';
import { readSettings, report } from '../../harness/workload.ts';
import { REQUEST_MESSAGE, requestLogs } from '../../records/request-log.ts';
import { Sink } from '../../sinks/sink.ts';

export interface WinstonToStreamSettings {
  readonly records: number;
  /** Records logged before the clock starts. @default that of `measureShipping` */
  readonly warmUp?: number;
  readonly perTurn: number;
}

const settings = readSettings() as WinstonToStreamSettings;
const members = requestLogs(1000);
const sink = await Sink.start('lines');
const socket = connect(sink.port, '127.0.0.1');
await once(socket, 'connect');
const logger = createLogger({
  format: format.json(),
  transports: [new transports.Stream({ stream: socket })],
});

report(
  await measureShipping(sink, {
    ...settings,
    log: (index) => logger.info(REQUEST_MESSAGE, members[index % members.length]),
  }),
);
