// Logs in process and ends within the same turn, in the way of the first argument.

import { createRequire } from 'node:module';
import { pino } from 'pino';

const { hekaDestination } = createRequire(import.meta.url)(process.env.HEKA_PACKAGE);
const [, , way] = process.argv;
// Listeners that are added later, within the turn, run behind that of the destination.
if (way === 'exit-listener') process.on('exit', () => log(5));
const logger = pino({ name: 'shop' }, hekaDestination({ url: process.env.HEKA_URL }));

function log(count) {
  for (let index = 0; index < count; index++) logger.info({ index }, 'text');
}

log(way === 'exit-listener' ? 6 : 11);
if (way === 'throw') throw new Error('out of the turn');
process.exit(3);
