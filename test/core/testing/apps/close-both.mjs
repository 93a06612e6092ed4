// Logs one line to a receiver of its own, closes logger and receiver in the order that it is given, and ends by itself.

import { once } from 'node:events';
import { createReceiver } from 'heka-core/testing';
import pino from 'pino';
import { hekaDestination } from 'pino-heka';
import winston from 'winston';
import { HekaTransport } from 'winston-heka';

const [kind, order, thread = 'true'] = process.argv.slice(2);

/** Each kind of logger: how to log, and how its users close it. */
const kinds = {
  winston(url) {
    const logger = winston.createLogger({ transports: [new HekaTransport({ url })] });
    return { log: () => logger.info('order placed'), close: () => logger.close() };
  },
  'pino in process'(url) {
    const destination = hekaDestination({ url });
    const logger = pino(destination);
    return { log: () => logger.info('order placed'), close: () => destination.end() };
  },
  'pino worker'(url) {
    const transport = pino.transport({ target: import.meta.resolve('pino-heka'), options: { url } });
    const logger = pino(transport);
    return {
      log: () => logger.info('order placed'),
      close: () => transport.end(),
      ready: once(transport, 'ready'),
    };
  },
};

const receiver = await createReceiver({ thread: thread === 'true' });
const { log, close, ready } = kinds[kind](receiver.url);
await ready;
log();
const [message] = await receiver.waitFor(1);
if (order === 'receiver first') await receiver.close();
await close();
if (order === 'logger first') await receiver.close();
console.log(message.payload);
