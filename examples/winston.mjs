// A winston application. First, in another terminal: npx heka-cli listen

import winston from 'winston';
import { HekaTransport } from 'winston-heka';

const logger = winston.createLogger({
  transports: [new HekaTransport({ url: process.env.HEKA_URL ?? 'tcp://127.0.0.1:5565', logger: 'shop' })],
});

logger.info('order placed', { order: 17, items: ['tea', 'cup'], total: 19.9 });

const refused = new Error('card refused', { cause: new Error('limit reached') });
logger.error('payment failed', { order: 17, err: refused });

const stock = logger.child({ component: 'stock' });
stock.warn('stock is low', { item: 'tea', left: 2 });
