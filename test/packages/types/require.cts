import core = require('heka-core');
import testing = require('heka-core/testing');
import pino = require('pino');
import hekaTarget = require('pino-heka');
import winston = require('winston');
import HekaTransport = require('winston-heka');

async function log(): Promise<void> {
  const receiver = await testing.createReceiver();
  const options: core.HekaOptions = { url: receiver.url, queue: { maxBytes: '16mb' } };
  const transportOptions: HekaTransport.HekaTransportOptions = { ...options, level: 'info' };
  const transport: HekaTransport = new HekaTransport(transportOptions);
  const named: HekaTransport.HekaTransport = new HekaTransport.HekaTransport(transportOptions);
  const byDefault: HekaTransport = new HekaTransport.default(transportOptions);
  winston.createLogger({ transports: [transport, named, byDefault] });
  pino(hekaTarget.hekaDestination(options)).info('text');
  pino(await hekaTarget(options)).info('text');
  pino(await hekaTarget.default(options)).info('text');

  const message: core.HekaMessage = core.createMessage({ payload: 'text' });
  const fields: readonly core.Field[] = message.fields;
  transport.once('warn', (error: HekaTransport.HekaError) => console.log(error.code, fields));
}

void log();
