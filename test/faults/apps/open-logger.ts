import { createDelivery, type FlushOptions, type FlushResult, type HekaOptions } from 'heka-core';
import pino from 'pino';
import { hekaDestination } from 'pino-heka';
import winston from 'winston';
import { HekaTransport } from 'winston-heka';

/** What the scripts of the suite need of a logger. */
interface ScriptLogger {
  log(sequence: number): void;
  ready(): Promise<void>;
  flush(options: FlushOptions): Promise<FlushResult>;
}

const filler = 'x'.repeat(300);

/** Opens a logger: `core` is a bare delivery, `winston` and `pino` are these in process. */
export function openLogger(kind: string, options: HekaOptions): ScriptLogger {
  if (kind === 'core') {
    const delivery = createDelivery(options);
    return wrap(delivery, (text) => delivery.log({ type: 'script', payload: text }));
  }
  if (kind === 'winston') {
    const transport = new HekaTransport(options);
    const logger = winston.createLogger({ transports: [transport] });
    return wrap(transport, (text) => logger.info(text));
  }
  const destination = hekaDestination(options);
  const logger = pino(destination);
  return wrap(destination, (text) => logger.info(text));
}

function wrap(sink: Omit<ScriptLogger, 'log'>, log: (text: string) => void): ScriptLogger {
  return {
    log: (sequence) => log(`${sequence} ${filler}`),
    ready: () => sink.ready(),
    flush: (options) => sink.flush(options),
  };
}
