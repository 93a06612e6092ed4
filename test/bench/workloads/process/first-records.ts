/** What the main thread pays from the making of a logger until its first records are received: nothing is warm. */

import { pino } from 'pino';
import { createLogger } from 'winston';
import { mainThreadCpuSeconds } from '../../harness/main-thread-cpu.ts';
import { logInTurns, readSettings, report } from '../../harness/workload.ts';
import { REQUEST_MESSAGE, requestLogs } from '../../records/request-log.ts';
import { Sink } from '../../sinks/sink.ts';

export interface FirstRecordsSettings {
  readonly transport: 'winston-heka' | 'pino-heka in process' | 'pino-socket';
}

const RECORDS = 2000;
const { transport } = readSettings() as FirstRecordsSettings;
const members = requestLogs(RECORDS);
const sink = await Sink.start(transport === 'pino-socket' ? 'lines' : 'frames');
const { HekaTransport } = await import('winston-heka');
const { hekaDestination } = await import('pino-heka');
const before = mainThreadCpuSeconds();
await logInTurns(RECORDS, 100, openLogger());
await sink.received(RECORDS);
report(mainThreadCpuSeconds() - before);

/** Logs the record of a number. */
function openLogger(): (index: number) => void {
  const url = `tcp://127.0.0.1:${sink.port}`;
  if (transport === 'winston-heka') {
    const logger = createLogger({
      format: { transform: (info) => info },
      transports: [new HekaTransport({ url, quiet: true })],
    });
    return (index) => logger.info(REQUEST_MESSAGE, members[index]);
  }
  const destination =
    transport === 'pino-socket'
      ? pino.transport({
          target: 'pino-socket',
          options: { mode: 'tcp', address: '127.0.0.1', port: sink.port },
        })
      : hekaDestination({ url, quiet: true });
  const logger = pino({ name: 'shop' }, destination);
  return (index) => logger.info(members[index], REQUEST_MESSAGE);
}
