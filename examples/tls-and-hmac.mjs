// Messages over TLS, with a client certificate, each one signed. Files are read again at each connect.
// HEKA_URL is the url of a TLS receiver, HEKA_CERTIFICATES a directory with ca.pem, client.pem and client-key.pem.

import { join } from 'node:path';
import winston from 'winston';
import { HekaTransport } from 'winston-heka';

const directory = process.env.HEKA_CERTIFICATES ?? '.';

const logger = winston.createLogger({
  transports: [
    new HekaTransport({
      url: process.env.HEKA_URL ?? 'tls://heka.example.org:5565',
      ca: join(directory, 'ca.pem'),
      cert: join(directory, 'client.pem'),
      key: join(directory, 'client-key.pem'),
      hmac: { signer: 'shop', keyVersion: 1, key: { env: 'HEKA_KEY' }, hashFunction: 'sha1' },
    }),
  ],
});

logger.info('order placed', { order: 17 });
