'use strict';
const pino = require('pino');
const { hekaDestination } = require('pino-heka');

const [url, count] = process.argv.slice(2);
const logger = pino(hekaDestination({ url }));
for (let number = 1; number <= Number(count); number++) logger.info(`message ${number}`);
