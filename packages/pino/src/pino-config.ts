/**
 * What pino says about itself to a destination: it emits `message` with `{ code: 'PINO_CONFIG', config }` on the
 * stream that it is given. In process that stream is ours; from a worker's stream thread-stream passes it on
 * through the worker's port.
 *
 * A worker may never get it: the transport was not given to a logger, or another target of the same worker had
 * started the port before. So the wait for it has an end.
 */

import { parentPort, workerData } from 'node:worker_threads';
import { type LoggerConfig, systemClock } from 'heka-core';

/** How long a worker waits for pino's configuration before it starts without. It is on its way by then. */
const CONFIG_GRACE_MS = 500;

/** The part of a logger's options that its records cannot be understood without. */
interface PinoConfig {
  readonly levels?: { readonly values?: Readonly<Record<string, number>> };
  readonly messageKey?: string;
  readonly errorKey?: string;
}

/** What thread-stream gives to its worker. */
interface ThreadStreamData {
  readonly stateBuf?: unknown;
  readonly workerData?: { readonly pinoWillSendConfig?: unknown; readonly pipelines?: unknown };
}

/** Whether this code runs in the worker of a pino transport, and not in a worker of the application. */
export function inPinoWorker(): boolean {
  return parentPort !== null && threadStreamData().stateBuf instanceof SharedArrayBuffer;
}

/** Whether this code runs in a worker of pino's that runs a pipeline, at the end of which this transport may be. */
export function runsPipeline(): boolean {
  const { pipelines } = threadStreamData().workerData ?? {};
  return inPinoWorker() && Array.isArray(pipelines) && pipelines.length > 0;
}

/** What a message says about the logger; undefined if it is not from pino. */
export function configIn(message: unknown): LoggerConfig | undefined {
  if (typeof message !== 'object' || message === null) return undefined;
  const { code, config } = message as { code?: unknown; config?: unknown };
  if (code !== 'PINO_CONFIG' || typeof config !== 'object' || config === null) return undefined;
  const { levels, messageKey, errorKey } = config as PinoConfig;
  return { levels: levels?.values, messageKey, errorKey };
}

/**
 * Waits for the configuration in a worker whose pino sends one.
 *
 * @param apply called with the configuration when it comes, however late
 * @returns undefined if there is none to wait for; otherwise a promise that is resolved when the configuration
 *   has come, and after half a second in any case
 */
export function awaitWorkerConfig(apply: (config: LoggerConfig) => void): Promise<void> | undefined {
  const port = parentPort;
  if (port === null || !inPinoWorker()) return undefined;
  if (threadStreamData().workerData?.pinoWillSendConfig !== true) return undefined;
  return new Promise((resolve) => {
    const grace = systemClock.setTimeout(resolve, CONFIG_GRACE_MS);
    port.on('message', function receive(message: unknown) {
      const config = configIn(message);
      if (config === undefined) return;
      port.off('message', receive);
      systemClock.clear(grace);
      apply(config);
      resolve();
    });
  });
}

function threadStreamData(): ThreadStreamData {
  return typeof workerData === 'object' && workerData !== null ? workerData : {};
}
