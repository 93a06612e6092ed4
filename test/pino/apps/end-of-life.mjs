// Logs 200 records through pino to pino-heka in the mode of the second argument, then ends its life in the way of
// the first. HEKA_PACKAGE is the path of pino-heka.

import { once } from 'node:events';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const [way = 'natural', mode = 'worker', pinoName = 'pino'] = process.argv.slice(2);
const require = createRequire(import.meta.url);
const pino = require(pinoName);

const options = { url: process.env.HEKA_URL };
const local = (name) => fileURLToPath(new URL(name, import.meta.url));
const heka = { target: process.env.HEKA_PACKAGE, options };

const stream = {
  worker: () => pino.transport(heka),
  targets: () => pino.transport({ targets: [heka, { target: local('./discard.mjs') }] }),
  pipeline: () => pino.transport({ pipeline: [{ target: local('./upper-case.mjs') }, heka] }),
  process: () => require(process.env.HEKA_PACKAGE).hekaDestination(options),
}[mode]();
const logger = pino(stream);

if (way === 'exit-when-ready') await once(stream, 'ready');
if (way !== 'idle') {
  for (let index = 0; index < 200; index++) logger.info({ index }, 'record');
}

switch (way) {
  case 'natural':
  case 'idle':
    break;
  case 'exit':
  case 'exit-when-ready':
    process.exit(7);
    break;
  case 'exception':
    throw new Error('not caught');
  case 'flush':
    logger.flush(() => console.log('flushed'));
    break;
  case 'end':
    stream.end();
    break;
  default:
    throw new Error(`no such way: ${way}`);
}
