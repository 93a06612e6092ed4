import {
  createClient,
  createMessage,
  type Field,
  type HekaError,
  type HekaMessage,
  type HekaOptions,
} from 'heka-core';
import { createReceiver } from 'heka-core/testing';
import pino from 'pino';
import hekaTarget, { hekaDestination } from 'pino-heka';
import winston from 'winston';
import DefaultTransport, { HekaTransport, type HekaTransportOptions } from 'winston-heka';

const receiver = await createReceiver();
const options: HekaOptions = { url: receiver.url, queue: { maxBytes: '16mb' } };
const transportOptions: HekaTransportOptions = { ...options, level: 'info' };
const transport: HekaTransport = new DefaultTransport(transportOptions);
winston.createLogger({ transports: [transport] });
pino(hekaDestination(options)).info('text');
pino(await hekaTarget(options)).info('text');

const message: HekaMessage = createMessage({ payload: 'text' });
const fields: readonly Field[] = message.fields;
transport.once('warn', (error: HekaError) => console.log(error.code, fields));

declare module 'heka-core' {
  interface HekaClientMethods {
    audit(user: string): void;
  }
}
const client = createClient({ url: receiver.url });
{
  using timer = client.timer('render');
  client.audit(timer.name);
}
