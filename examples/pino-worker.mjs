// A pino application whose records are sent by a worker thread. First, in another terminal: npx heka-cli listen

import pino from 'pino';

const logger = pino({
  name: 'shop',
  customLevels: { notice: 35 },
  transport: {
    target: 'pino-heka',
    options: { url: process.env.HEKA_URL ?? 'tcp://127.0.0.1:5565' },
  },
});

logger.info({ order: 17, items: ['tea', 'cup'], total: 19.9 }, 'order placed');

const refused = new Error('card refused', { cause: new Error('limit reached') });
logger.error({ order: 17, err: refused }, 'payment failed');

const stock = logger.child({ component: 'stock' });
stock.notice({ item: 'tea', left: 2 }, 'stock is low');

// The worker lives on while the main thread blocks: nothing is lost here.
process.exit(0);
