// A pino application without a worker thread: records are encoded where they are logged.
// First, in another terminal: npx heka-cli listen

import pino from 'pino';
import { hekaDestination } from 'pino-heka';

const destination = hekaDestination({ url: process.env.HEKA_URL ?? 'tcp://127.0.0.1:5565' });
const logger = pino({ name: 'shop' }, destination);

logger.info({ order: 17 }, 'order placed');

// Before an exit of its own, a program waits until the receiver has everything.
const { confirmed, unsettled, pending } = await destination.flush({ ending: true });
console.log(`messages that have arrived: ${confirmed + unsettled}, that have not: ${pending}`);
process.exit(0);
