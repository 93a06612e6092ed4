// A pino application that changes its records in the worker, then sends them to Heka.
// First, in another terminal: npx heka-cli listen

import { fileURLToPath } from 'node:url';
import pino from 'pino';

const logger = pino({
  name: 'shop',
  transport: {
    pipeline: [
      { target: fileURLToPath(new URL('./pino-pipeline-transform.mjs', import.meta.url)) },
      {
        target: 'pino-heka',
        options: { url: process.env.HEKA_URL ?? 'tcp://127.0.0.1:5565' },
      },
    ],
  },
});

logger.info({ order: 17, card: '4111 1111 1111 1111' }, 'order placed');
