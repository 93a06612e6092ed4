import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { HekaMessage } from 'heka-core';
import { runApp } from './support/processes/run-app.ts';
import { temporaryDirectory } from './support/processes/temporary-directory.ts';
import { startReceiver } from './support/receivers/start-receiver.ts';
import { Authority } from './support/servers/certificates.ts';

type Summary = readonly [payload: string, severity: number, logger: string];

const EXAMPLES = fileURLToPath(new URL('../examples', import.meta.url));

/** Examples that send to plain TCP: what arrives. */
const plain: Readonly<Record<string, readonly Summary[]>> = {
  'winston.mjs': [
    ['order placed', 6, 'shop'],
    ['payment failed', 3, 'shop'],
    ['stock is low', 4, 'shop'],
  ],
  'pino-worker.mjs': [
    ['order placed', 6, 'shop'],
    ['payment failed', 3, 'shop'],
    ['stock is low', 5, 'shop'],
  ],
  'pino-in-process.mjs': [['order placed', 6, 'shop']],
  'pino-pipeline.mjs': [['order placed', 6, 'shop']],
  'core.mjs': Array.from({ length: 1000 }, () => ['order placed', 6, 'shop']),
};

/** Examples with a test of their own below, and what is part of another one. */
const others = [
  'client.mjs',
  'tls-and-hmac.mjs',
  'receiver-in-a-test.mjs',
  'demo.mjs',
  'pino-pipeline-transform.mjs',
];

function summary({ payload = '', severity = -1, logger = '' }: HekaMessage): Summary {
  return [payload, severity, logger];
}

describe('the examples', { concurrency: 2 }, () => {
  it('are all run by this test', () => {
    const files = readdirSync(EXAMPLES).filter((name) => name.endsWith('.mjs'));
    assert.deepEqual(files.sort(), [...Object.keys(plain), ...others].sort());
  });

  for (const [name, expected] of Object.entries(plain)) {
    it(`deliver their messages: ${name}`, async (test) => {
      const receiver = await startReceiver(test);
      const ended = await runApp(`examples/${name}`, { env: { HEKA_URL: receiver.url } });
      assert.equal(ended.code, 0, ended.stderr);
      assert.equal(ended.stderr, '');
      const messages = await receiver.waitFor(expected.length);
      assert.deepEqual(messages.map(summary), expected);
    });
  }

  it('send over TLS with a client certificate, and sign: tls-and-hmac.mjs', async (test) => {
    const authority = await Authority.create();
    const server = await authority.issue('receiver');
    const client = await authority.issue('shop');
    const receiver = await startReceiver(test, {
      tls: { ...server, ca: authority.cert, requestCert: true },
      signers: { shop_1: 'a secret of both' },
      requireSignature: true,
    });
    const directory = await temporaryDirectory(test);
    await Promise.all([
      writeFile(join(directory, 'ca.pem'), authority.cert),
      writeFile(join(directory, 'client.pem'), client.cert),
      writeFile(join(directory, 'client-key.pem'), client.key),
    ]);
    const ended = await runApp('examples/tls-and-hmac.mjs', {
      env: { HEKA_URL: receiver.url, HEKA_CERTIFICATES: directory, HEKA_KEY: 'a secret of both' },
    });
    assert.equal(ended.code, 0, ended.stderr);
    await receiver.waitFor(1);
    assert.deepEqual(
      receiver.frames.map(({ message, signer }) => [message.payload, signer]),
      [['order placed', 'shop_1']],
    );
  });

  it('count, time and log through a client: client.mjs', async (test) => {
    const receiver = await startReceiver(test);
    const ended = await runApp('examples/client.mjs', { env: { HEKA_URL: receiver.url } });
    assert.equal(ended.code, 0, ended.stderr);
    assert.equal(ended.stdout, '10 messages confirmed, dropped: {}\n');
    const messages = await receiver.waitFor(10);
    assert.deepEqual(
      messages.map(({ type, severity, fields }) => [type, severity, fields[0]?.values[0]]),
      [
        ['counter', 6, 'checkouts'],
        ['timer', 6, 'cart.load'],
        ['order', 6, 'ann'],
        ['oldstyle', 6, undefined],
        ['timer', 6, 'checkout'],
        ['counter', 6, 'checkouts'],
        ['timer', 6, 'cart.load'],
        ['oldstyle', 1, undefined],
        ['timer', 6, 'checkout'],
        ['gauge', 6, 'cart.open'],
      ],
    );
    const failed = messages[7]?.payload ?? '';
    assert.match(
      failed,
      /^checkout of mallory failed\nError: card declined\n[^]*\ncaused by: Error: limit exceeded\n/,
    );
  });

  it('test with a receiver: receiver-in-a-test.mjs', async () => {
    const ended = await runApp('examples/receiver-in-a-test.mjs');
    assert.equal(ended.code, 0, ended.stdout + ended.stderr);
  });
});
