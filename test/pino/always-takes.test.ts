import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { bundlePackage } from '../support/processes/bundle-package.ts';
import { runApp } from '../support/processes/run-app.ts';
import { stalledServer } from '../support/servers/stalled-server.ts';
import { unusedUrl } from '../support/servers/unused-url.ts';

const RECORDS = 200_000;
const QUEUE_BYTES = 4 * 1024 * 1024;
/** What the thread of the application may grow by: pino's shared buffer, JIT code. */
const SLACK_BYTES = 16 * 1024 * 1024;
const HEKA_PACKAGE = bundlePackage('pino');

interface Flood {
  readonly accepted: number;
  readonly confirmed: number;
  readonly pending: number;
  readonly pendingBytes: number;
  readonly dropped: Readonly<Record<string, number>>;
  readonly grown: number;
}

async function assertTakesAll(url: string): Promise<void> {
  const ended = await runApp('test/pino/apps/flood.mjs', {
    nodeArgs: ['--expose-gc'],
    env: { HEKA_URL: url, HEKA_PACKAGE, HEKA_QUEUE_BYTES: String(QUEUE_BYTES), NODE_OPTIONS: '' },
  });
  assert.equal(ended.code, 0, ended.stderr);
  const { accepted, confirmed, pending, pendingBytes, dropped, grown } = JSON.parse(ended.stdout) as Flood;
  const lost = Object.values(dropped).reduce((sum, count) => sum + count, 0);
  assert.ok(accepted >= RECORDS, 'beside the records only what tells about drops');
  assert.equal(accepted, confirmed + pending + lost);
  assert.ok(lost > 0, 'more was logged than the queue can hold');
  assert.ok(pendingBytes <= QUEUE_BYTES, `${pendingBytes} bytes pending`);
  assert.ok(grown <= SLACK_BYTES, `the thread of the application has grown by ${grown} bytes`);
}

describe('a worker of pino', () => {
  it('takes 200,000 records while the server is down, and keeps what its queue can hold', async () => {
    await assertTakesAll(await unusedUrl());
  });

  it('takes 200,000 records while the server reads nothing, and keeps what its queue can hold', async (test) => {
    await assertTakesAll(await stalledServer(test));
  });
});
