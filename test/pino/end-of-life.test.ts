import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { HekaMessage } from 'heka-core';
import { bundlePackage } from '../support/processes/bundle-package.ts';
import { type AppRun, runApp } from '../support/processes/run-app.ts';
import { startReceiver } from '../support/receivers/start-receiver.ts';
import { unusedUrl } from '../support/servers/unused-url.ts';

const RECORDS = 200;
const HEKA_PACKAGE = bundlePackage('pino');

function run(url: string, way: string, mode: string, pino = 'pino'): Promise<AppRun> {
  return runApp('test/pino/apps/end-of-life.mjs', {
    args: [way, mode, pino],
    env: { HEKA_URL: url, HEKA_PACKAGE, NODE_OPTIONS: '' },
  });
}

function assertAll(messages: readonly HekaMessage[], payload: string): void {
  assert.deepEqual(
    messages.map((message) => message.payload),
    Array(RECORDS).fill(payload),
  );
}

describe('the end of an application that logs through pino', { concurrency: 2 }, () => {
  const deliveringEnds = [
    ['natural', 'worker', 'pino', 0],
    ['natural', 'worker', 'pino-9', 0],
    ['natural', 'worker', 'pino-8', 0],
    ['natural', 'targets', 'pino', 0],
    ['natural', 'pipeline', 'pino', 0],
    ['natural', 'process', 'pino', 0],
    ['end', 'worker', 'pino', 0],
    ['end', 'process', 'pino', 0],
    ['exit', 'worker', 'pino', 7],
    ['exit-when-ready', 'worker', 'pino', 7],
    ['exit-when-ready', 'worker', 'pino-9', 7],
    ['exit-when-ready', 'worker', 'pino-8', 7],
    ['exit-when-ready', 'targets', 'pino', 7],
    ['exit-when-ready', 'pipeline', 'pino', 7],
    ['exception', 'worker', 'pino', 1],
    ['exception', 'worker', 'pino-9', 1],
    ['exception', 'worker', 'pino-8', 1],
  ] as const;
  for (const [way, mode, pino, code] of deliveringEnds) {
    it(`delivers everything: ${pino}, ${mode}, ${way}`, async (test) => {
      const receiver = await startReceiver(test);
      const ended = await run(receiver.url, way, mode, pino);
      assert.equal(ended.code, code, ended.stderr);
      assert.doesNotMatch(ended.stderr, /^heka /m);
      assertAll(await receiver.waitFor(RECORDS), mode === 'pipeline' ? 'RECORD' : 'record');
    });
  }

  const endsWithoutServer = [
    ['natural', 'worker', 'pino', 0],
    ['natural', 'worker', 'pino-9', 0],
    ['natural', 'worker', 'pino-8', 0],
    ['natural', 'targets', 'pino', 0],
    ['natural', 'pipeline', 'pino', 0],
    ['natural', 'process', 'pino', 0],
    ['exit', 'worker', 'pino', 7],
    ['exit-when-ready', 'worker', 'pino', 7],
    ['exit-when-ready', 'worker', 'pino-9', 7],
    ['exit-when-ready', 'worker', 'pino-8', 7],
    ['exception', 'worker', 'pino', 1],
    ['exception', 'worker', 'pino-9', 1],
    ['exception', 'worker', 'pino-8', 1],
  ] as const;
  for (const [way, mode, pino, code] of endsWithoutServer) {
    it(`is not held up by a server that is down, and says what is lost: ${pino}, ${mode}, ${way}`, async () => {
      const ended = await run(await unusedUrl(), way, mode, pino);
      assert.equal(ended.code, code, ended.stderr);
      assert.equal(ended.signal, null);
      const lines = ended.stderr.match(
        /^heka .*: 200 messages not sent; connection refused \(ECONNREFUSED\)$/gm,
      );
      assert.equal(lines?.length, 1, ended.stderr);
    });
  }

  for (const mode of ['worker', 'process']) {
    it(`is not held up by a server that is down when nothing is logged: ${mode}`, async () => {
      const ended = await run(await unusedUrl(), 'idle', mode);
      assert.deepEqual(ended, { code: 0, signal: null, stdout: '', stderr: '' });
    });
  }

  it('is not held up by a server that is up when nothing is logged', async (test) => {
    const receiver = await startReceiver(test);
    for (const mode of ['worker', 'process']) {
      const ended = await run(receiver.url, 'idle', mode);
      assert.equal(ended.code, 0, ended.stderr);
    }
  });
});
