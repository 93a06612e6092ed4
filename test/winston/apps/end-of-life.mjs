// Logs 200 records through winston and HekaTransport, then ends its life in the way of the first argument.
// HEKA_PACKAGE is the path of winston-heka.

import { createRequire } from 'node:module';

const [way = 'natural', winstonName = 'winston'] = process.argv.slice(2);
const require = createRequire(import.meta.url);
const winston = require(winstonName);
const { HekaTransport } = require(process.env.HEKA_PACKAGE);

const transport = new HekaTransport({
  url: process.env.HEKA_URL,
  level: way === 'unknown-level' ? 'nonsense' : undefined,
  handleExceptions: way !== 'natural' && way !== 'throw',
  handleRejections: way === 'rejection',
});
const logger = winston.createLogger({
  transports: [transport],
  exitOnError: way !== 'survive',
});
transport.on('finish', () => console.log('finish'));

if (way !== 'idle') {
  for (let index = 0; index < 200; index++) logger.info('record', { index });
}

switch (way) {
  case 'natural':
  case 'idle':
  case 'unknown-level':
    break;
  case 'before-exit-listener':
    process.on('beforeExit', () => logger.info('one more'));
    break;
  case 'exception':
  case 'survive':
    setImmediate(() => {
      throw new Error('not caught');
    });
    break;
  case 'exit':
    process.exit(3);
    break;
  case 'exit-flushed':
    await transport.flush();
    process.exit(3);
    break;
  case 'throw':
    throw new Error('not caught');
  case 'rejection':
    void Promise.reject(new Error('not caught'));
    break;
  case 'logger-end':
    logger.on('finish', () => process.exit(0));
    logger.end();
    break;
  case 'transport-end':
    transport.on('finish', () => process.exit(0));
    logger.end();
    break;
  default:
    throw new Error(`no such way: ${way}`);
}

if (way === 'survive') {
  transport.once('finish', () => setImmediate(() => logger.info('in service again')));
}
