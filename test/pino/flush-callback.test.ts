import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { describe, it } from 'node:test';
import type { HekaError } from 'heka-core';
import pino from 'pino';
import { hekaDestination } from 'pino-heka';
import { bundlePackage } from '../support/processes/bundle-package.ts';
import { PlainServer } from '../support/servers/plain-server.ts';
import { unusedUrl } from '../support/servers/unused-url.ts';
import { keepAlive } from '../support/time/keep-alive.ts';

const target = bundlePackage('pino');
const versions = ['pino', 'pino-9'].map((name) => createRequire(import.meta.url)(name) as typeof pino);

describe('logger.flush(callback)', { concurrency: 4 }, () => {
  for (const version of versions) {
    it(`calls back with TIMEOUT when the receiver is down, in process: pino ${version.version}`, async (t) => {
      const destination = hekaDestination({ url: await unusedUrl(), quiet: true, closeTimeout: 100 });
      t.after(() => destination.close());
      const logger = version(destination);
      for (let index = 0; index < 3; index++) logger.info('record');
      const error = await new Promise<HekaError | undefined>((resolve) => {
        logger.flush(resolve as (error?: Error) => void);
      });
      assert.equal(error?.code, 'TIMEOUT');
      assert.match(
        error.message,
        /^TIMEOUT: 3 messages were not confirmed in time; last error: CONNECT_FAILED/,
      );
    });
  }

  it('calls back without an error in a worker, for one would end the transport, and warns', async (t) => {
    keepAlive(t);
    const stream = pino.transport({ target, options: { url: await unusedUrl(), quiet: true } });
    t.after(() => stream.end());
    const warnings: string[] = [];
    stream.on('warn', ({ message }: Error) => warnings.push(message));
    stream.on('error', assert.ifError);
    const logger = pino(stream);
    await once(stream, 'ready');
    logger.info('record');
    const error = await new Promise((resolve) => {
      logger.flush(resolve);
    });
    assert.equal(error, undefined);
    logger.info('the transport lives on');
    await new Promise((resolve) => setImmediate(resolve));
    assert.ok(warnings.some((text) => text.startsWith('TIMEOUT: 1 message was not confirmed in time')));
  });

  it('calls back with CLOSED, and counts what is unsettled, when the destination is closed meanwhile', async (t) => {
    const { url } = await PlainServer.start(t);
    const destination = hekaDestination({ url, settleTime: 60_000, quiet: true });
    pino(destination).info('record');
    const flushed = new Promise<HekaError | undefined>((resolve) => {
      destination.flush(resolve);
    });
    await destination.close();
    const error = await flushed;
    assert.equal(error?.code, 'CLOSED');
    assert.equal(
      error.message,
      'CLOSED: the destination was closed before everything was confirmed (messages: 1 unsettled)',
    );
  });

  it('calls back with CLOSED, and counts what is dropped by that', async (t) => {
    const destination = hekaDestination({ url: await unusedUrl(), quiet: true, closeTimeout: 1 });
    t.after(() => destination.close());
    pino(destination).info('record');
    const flushed = new Promise<HekaError | undefined>((resolve) => {
      destination.flush(resolve);
    });
    await destination.close();
    assert.equal(
      (await flushed)?.message,
      'CLOSED: the destination was closed before everything was confirmed (messages: 1 dropped)',
    );
  });

  it('calls back without an error when everything is confirmed', async (t) => {
    const { url } = await PlainServer.start(t);
    const destination = hekaDestination({ url, settleTime: 20 });
    t.after(() => destination.close());
    destination.write('{"level":30,"msg":"record"}\n');
    const args = await new Promise<unknown[]>((resolve) => {
      destination.flush((...given) => resolve(given));
    });
    assert.deepEqual(args, []);
    assert.equal(destination.stats().confirmed, 1);
  });
});
