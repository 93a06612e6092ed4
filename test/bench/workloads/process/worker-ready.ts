/** How long a pino worker takes from its start until it is ready, with the packages as they are published. */

import { once } from 'node:events';
import { pino } from 'pino';
import { clockSeconds, readSettings, report } from '../../harness/workload.ts';
import { Sink } from '../../sinks/sink.ts';

export interface WorkerReadySettings {
  readonly target: 'pino-heka' | 'pino-socket';
}

const { target } = readSettings() as WorkerReadySettings;
const { port } = await Sink.start(target === 'pino-heka' ? 'frames' : 'lines');
const startedAt = clockSeconds();
const transport = pino.transport({ target, options: { mode: 'tcp', address: '127.0.0.1', port } });
// As an application does: the logger tells its worker how it is configured.
const logger = pino(transport);
await once(transport, 'ready');
logger.info('ready');
report(clockSeconds() - startedAt);
