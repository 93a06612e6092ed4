import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { bundlePackage } from '../support/processes/bundle-package.ts';
import { runApp } from '../support/processes/run-app.ts';
import { stalledServer } from '../support/servers/stalled-server.ts';
import { unusedUrl } from '../support/servers/unused-url.ts';

const RECORDS = 200_000;
const QUEUE_BYTES = 4 * 1024 * 1024;
/** What the rest of the application may grow by: winston's own objects, JIT code, the counters. */
const SLACK_BYTES = 16 * 1024 * 1024;
const HEKA_PACKAGE = bundlePackage('winston');

interface Flood {
  readonly counted: number;
  readonly mostPendingBytes: number;
  readonly grown: number;
  readonly accepted: number;
  readonly confirmed: number;
  readonly pending: number;
  readonly dropped: Readonly<Record<string, number>>;
}

async function flood(url: string): Promise<Flood> {
  const ended = await runApp('test/winston/apps/flood.mjs', {
    nodeArgs: ['--expose-gc'],
    env: { HEKA_URL: url, HEKA_PACKAGE, HEKA_QUEUE_BYTES: String(QUEUE_BYTES), NODE_OPTIONS: '' },
  });
  assert.equal(ended.code, 0, ended.stderr);
  return JSON.parse(ended.stdout) as Flood;
}

function assertIndependent(result: Flood): void {
  assert.equal(result.counted, RECORDS, 'the other transport gets every record');
  const dropped = Object.values(result.dropped).reduce((sum, count) => sum + count, 0);
  assert.equal(result.accepted, RECORDS);
  assert.equal(result.accepted, result.confirmed + result.pending + dropped);
  assert.ok(dropped > 0, 'more was logged than the queue can hold');
  assert.ok(result.mostPendingBytes <= QUEUE_BYTES, `${result.mostPendingBytes} bytes pending`);
  assert.ok(result.grown <= QUEUE_BYTES + SLACK_BYTES, `memory has grown by ${result.grown}`);
}

describe('another transport of the same logger', () => {
  it('gets 200,000 of 200,000 records while the server is down, and our memory stays bounded', async () => {
    assertIndependent(await flood(await unusedUrl()));
  });

  it('gets 200,000 of 200,000 records while the server reads nothing, and our memory stays bounded', async (test) => {
    assertIndependent(await flood(await stalledServer(test)));
  });
});
