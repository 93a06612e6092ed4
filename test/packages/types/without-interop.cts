// pino's own declarations need esModuleInterop, so an application without it uses winston.

import { createDelivery, HekaError, type HekaOptions } from 'heka-core';
import { createReceiver } from 'heka-core/testing';
import * as winston from 'winston';
import { HekaTransport, type HekaTransportOptions } from 'winston-heka';

const options: HekaOptions = { url: 'tcp://127.0.0.1:5565' };
const transportOptions: HekaTransportOptions = { ...options, level: 'info' };

class NamedTransport extends HekaTransport {
  override readonly name: string = 'named';
}
const transport = new NamedTransport(transportOptions);
const logger: winston.Logger = winston.createLogger({ transports: [transport, new HekaTransport(options)] });
logger.add(transport);
transport.level = 'warn';
transport.silent = true;
transport.once('warn', (error: Error) => console.log(error instanceof HekaError));
console.log(createDelivery(options).stats().accepted, createReceiver);
