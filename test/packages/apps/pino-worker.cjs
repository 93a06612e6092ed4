'use strict';
const pino = require('pino');

const [url, count] = process.argv.slice(2);
const transport = pino.transport({ target: 'pino-heka', options: { url } });
const logger = pino(transport);
for (let number = 1; number <= Number(count); number++) logger.info(`message ${number}`);
transport.on('ready', () => process.exit(0));
