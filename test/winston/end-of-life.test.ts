import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { HekaMessage } from 'heka-core';
import { bundlePackage } from '../support/processes/bundle-package.ts';
import { type AppRun, runApp } from '../support/processes/run-app.ts';
import { startReceiver } from '../support/receivers/start-receiver.ts';
import { unusedUrl } from '../support/servers/unused-url.ts';

const APP = 'test/winston/apps/end-of-life.mjs';
const RECORDS = 200;
const HEKA_PACKAGE = bundlePackage('winston');

function run(way: string, url: string, winston = 'winston'): Promise<AppRun> {
  return runApp(APP, { args: [way, winston], env: { HEKA_URL: url, HEKA_PACKAGE, NODE_OPTIONS: '' } });
}

function payloads(messages: readonly HekaMessage[]): readonly (string | undefined)[] {
  return messages.map((message) => message.payload);
}

describe('the end of an application that logs through winston', { concurrency: 2 }, () => {
  const deliveringWays = [
    ['it runs out of work', 'natural', 0, 200],
    ['the logger ends and the application exits at its finish', 'logger-end', 0, 200],
    ['the logger ends and the application exits at the finish of the transport', 'transport-end', 0, 200],
    ['an exception is not caught', 'exception', 1, 201],
    ['a rejection is not handled', 'rejection', 1, 201],
  ] as const;
  for (const [name, way, code, count] of deliveringWays) {
    it(`delivers everything when ${name}`, async (test) => {
      const receiver = await startReceiver(test);
      const ended = await run(way, receiver.url);
      assert.equal(ended.code, code, ended.stderr);
      const messages = await receiver.waitFor(count);
      assert.equal(messages.length, count);
      assert.deepEqual(payloads(messages).slice(0, RECORDS), Array(RECORDS).fill('record'));
    });
  }

  it('delivers everything when an exception is not caught by winston 3.0.0, which waits for logged', async (test) => {
    const receiver = await startReceiver(test);
    const ended = await run('exception', receiver.url, 'winston-3-0');
    assert.equal(ended.code, 1, ended.stderr);
    assert.equal((await receiver.waitFor(RECORDS + 1)).length, RECORDS + 1);
  });

  it('stays in service after an exception where exitOnError is false', async (test) => {
    const receiver = await startReceiver(test);
    const ended = await run('survive', receiver.url);
    assert.equal(ended.code, 0, ended.stderr);
    assert.equal(payloads(await receiver.waitFor(RECORDS + 2)).at(-1), 'in service again');
  });

  const waysWithoutServer = [
    ['has run out of work', 'natural', 0],
    ['has logged nothing', 'idle', 0],
    ['ends its logger', 'logger-end', 0],
    ['logs in a beforeExit listener', 'before-exit-listener', 0],
    ['has an exception that is not caught', 'exception', 1],
  ] as const;
  for (const [name, way, code] of waysWithoutServer) {
    it(`lets an application end that ${name} while the server is down`, async () => {
      const ended = await run(way, await unusedUrl());
      assert.equal(ended.code, code, ended.stderr);
      assert.equal(ended.signal, null);
    });
  }

  it('emits finish itself in a crash, instead of leaving the exit to the time limit of winston', async () => {
    const ended = await run('exception', await unusedUrl());
    assert.match(ended.stdout, /finish/);
  });

  for (const [name, way, code] of [
    ['exits at once', 'exit', 3],
    ['throws and winston does not handle it', 'throw', 1],
  ] as const) {
    it(`prints what is lost where an application ${name}`, async (test) => {
      const receiver = await startReceiver(test);
      const ended = await run(way, receiver.url);
      assert.equal(ended.code, code, ended.stderr);
      const lines = ended.stderr.split('\n').filter((line) => line.startsWith('heka '));
      assert.deepEqual(lines, [`heka ${receiver.url}: 200 messages not sent`]);
    });
  }

  it('prints nothing where an application flushes and exits', async (test) => {
    const receiver = await startReceiver(test);
    const { code, stderr } = await run('exit-flushed', receiver.url);
    assert.deepEqual({ code, stderr }, { code: 3, stderr: '' });
  });

  it('prints what is lost once where the server is down', async () => {
    const url = await unusedUrl();
    const { stderr } = await run('natural', url);
    assert.equal(stderr.match(/200 messages not/g)?.length, 1, stderr);
  });

  it('prints one line if the logger does not have the level of the transport', async (test) => {
    const receiver = await startReceiver(test);
    const ended = await run('unknown-level', receiver.url);
    assert.deepEqual(
      { code: ended.code, stderr: ended.stderr },
      {
        code: 0,
        stderr:
          'winston-heka: nothing is sent: the logger has no level "nonsense", only error, warn, info, http, verbose, debug, silly\n',
      },
    );
  });

  it('does not keep an idle application alive while the server is up', async (test) => {
    const receiver = await startReceiver(test);
    assert.equal((await run('idle', receiver.url)).code, 0);
  });

  it('does not keep an application alive that logs in a beforeExit listener', async (test) => {
    const receiver = await startReceiver(test);
    const ended = await run('before-exit-listener', receiver.url);
    assert.equal(ended.code, 0, ended.stderr);
    await receiver.waitFor(RECORDS + 1);
  });
});
