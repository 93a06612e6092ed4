/** What others do with the same records: from the first log call until the last one is in another process. */

import { once } from 'node:events';
import { connect } from 'node:net';
import { FluentClient } from '@fluent-org/logger';
import { SeverityNumber } from '@opentelemetry/api-logs';
import { OTLPLogExporter } from '@opentelemetry/exporter-logs-otlp-proto';
import { BatchLogRecordProcessor, LoggerProvider } from '@opentelemetry/sdk-logs';
import { pino } from 'pino';
import { createLogger, format, transports } from 'winston';
import { Syslog } from 'winston-syslog';
import { type Arrivals, measureShipping } from '../../harness/measure-shipping.ts';
import { clockSeconds, readSettings, report } from '../../harness/workload.ts';
import { REQUEST_MESSAGE, type RequestLog, requestLogs } from '../../records/request-log.ts';
import { Sink } from '../../sinks/sink.ts';

export interface PeerShippingSettings {
  readonly peer: Peer;
  readonly records: number;
  readonly perTurn: number;
  /** Records logged before the clock starts. */
  readonly warmUp: number;
}

/** The name of one of them. */
export type Peer = keyof typeof peers;

/** Less than any peer makes of a record with all of its members. */
const LEAST_BYTES = 450;

type Log = (members: RequestLog) => void;

/** A logger that is connected to where its records arrive. */
interface OpenPeer {
  readonly log: Log;
  readonly arrivals: Arrivals;
}

/** Records that a peer may hold: all of a run, so that none drops any. */
const QUEUED_RECORDS = 1_000_000;

/** Of OpenTelemetry, in milliseconds; the default of 1 s would be most of a short run. */
const LAST_BATCH_MS = 50;

const peers = {
  'pino-socket': openPinoSocket,
  'pino/file': openPinoFile,
  'winston Stream': openWinstonStream,
  'winston-syslog': openWinstonSyslog,
  OpenTelemetry: openOpenTelemetry,
  '@fluent-org/logger': openFluent,
};

const { peer, records, perTurn, warmUp } = readSettings() as PeerShippingSettings;
const members = requestLogs(1000);
const { log, arrivals } = await peers[peer]();
const result = await measureShipping(arrivals, {
  records,
  perTurn,
  warmUp,
  log: (index) => log(members[index % members.length] as RequestLog),
});
if (arrivals instanceof Sink && arrivals.bytes < records * LEAST_BYTES)
  throw new Error('members are missing');
report(result);

async function openPinoSocket(): Promise<OpenPeer> {
  const sink = await Sink.start('lines');
  const logger = pino(
    { name: 'shop' },
    pino.transport({
      target: 'pino-socket',
      options: { mode: 'tcp', address: '127.0.0.1', port: sink.port },
    }),
  );
  return { log: (each) => logger.info(each, REQUEST_MESSAGE), arrivals: sink };
}

async function openPinoFile(): Promise<OpenPeer> {
  const transport = pino.transport({ target: 'pino/file', options: { destination: '/dev/null' } });
  const logger = pino({ name: 'shop' }, transport);
  await once(transport, 'ready');
  // Nobody counts what comes to /dev/null: what the worker has written has arrived.
  const received = async (): Promise<number> => {
    await new Promise<void>((resolve, reject) => {
      logger.flush((error) => (error === undefined ? resolve() : reject(error)));
    });
    return clockSeconds();
  };
  return { log: (each) => logger.info(each, REQUEST_MESSAGE), arrivals: { received } };
}

async function openWinstonStream(): Promise<OpenPeer> {
  const sink = await Sink.start('lines');
  const socket = connect(sink.port, '127.0.0.1');
  await once(socket, 'connect');
  const logger = createLogger({
    format: format.json(),
    transports: [new transports.Stream({ stream: socket })],
  });
  return { log: (each) => logger.info(REQUEST_MESSAGE, each), arrivals: sink };
}

async function openWinstonSyslog(): Promise<OpenPeer> {
  const sink = await Sink.start('lines');
  const logger = createLogger({
    format: format.json(),
    transports: [new Syslog({ protocol: 'tcp4', host: '127.0.0.1', port: sink.port, eol: '\n' })],
  });
  return { log: (each) => logger.info(REQUEST_MESSAGE, each), arrivals: sink };
}

async function openOpenTelemetry(): Promise<OpenPeer> {
  const sink = await Sink.start('otlp');
  const exporter = new OTLPLogExporter({ url: `http://127.0.0.1:${sink.port}/v1/logs` });
  const logger = new LoggerProvider({
    processors: [
      new BatchLogRecordProcessor({
        exporter,
        maxQueueSize: QUEUED_RECORDS,
        scheduledDelayMillis: LAST_BATCH_MS,
      }),
    ],
  }).getLogger('shop');
  const log: Log = ({ req, res, responseTime, userId, cached }) => {
    logger.emit({
      severityNumber: SeverityNumber.INFO,
      severityText: 'info',
      body: REQUEST_MESSAGE,
      attributes: { req: { ...req }, res: { ...res }, responseTime, userId, cached },
    });
  };
  return { log, arrivals: sink };
}

async function openFluent(): Promise<OpenPeer> {
  const sink = await Sink.start('forward');
  const client = new FluentClient('shop', {
    eventMode: 'PackedForward',
    socket: { host: '127.0.0.1', port: sink.port },
  });
  const log: Log = (each) => {
    client.emit('log', { message: REQUEST_MESSAGE, level: 'info', ...each }).catch((error: unknown) => {
      // The sink would wait for it in vain.
      process.stderr.write(`${String(error)}\n`);
      process.exit(1);
    });
  };
  return { log, arrivals: sink };
}
