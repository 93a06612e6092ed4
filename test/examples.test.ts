import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { MessageJson } from 'heka-core';
import { createReceiver } from 'heka-core/testing';
import { RemoteReceiver } from './support/remote-receiver.ts';
import { runApp } from './support/run-app.ts';

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
const others = ['tls-and-hmac.mjs', 'receiver-in-a-test.mjs', 'demo.mjs', 'pino-pipeline-transform.mjs'];

function summary({ payload = '', severity = -1, logger = '' }: MessageJson): Summary {
  return [payload, severity, logger];
}

describe('the examples', { concurrency: 2 }, () => {
  it('are all run by this test', () => {
    const files = readdirSync(EXAMPLES).filter((name) => name.endsWith('.mjs'));
    assert.deepEqual(files.sort(), [...Object.keys(plain), ...others].sort());
  });

  for (const [name, expected] of Object.entries(plain)) {
    it(`deliver their messages: ${name}`, async (test) => {
      const receiver = await RemoteReceiver.start(test);
      const ended = await runApp(`examples/${name}`, { env: { HEKA_URL: receiver.url } });
      assert.equal(ended.code, 0, ended.stderr);
      assert.equal(ended.stderr, '');
      const messages = await receiver.messages(expected.length);
      assert.deepEqual(messages.map(summary), expected);
    });
  }

  it('test with a receiver: receiver-in-a-test.mjs', async () => {
    const ended = await runApp('examples/receiver-in-a-test.mjs');
    assert.equal(ended.code, 0, ended.stdout + ended.stderr);
  });
});
