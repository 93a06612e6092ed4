import assert from 'node:assert/strict';
import { AsyncLocalStorage } from 'node:async_hooks';
import { describe, it, type TestContext } from 'node:test';
import { createReceiver } from 'heka-core/testing';
import { pino } from 'pino';
import { type HekaDestination, type HekaOptions, hekaDestination } from 'pino-heka';
import { LoggerLines } from '../../packages/pino/src/logger-lines.ts';
import { bundlePackage } from '../support/processes/bundle-package.ts';
import { runApp } from '../support/processes/run-app.ts';
import { unusedUrl } from '../support/servers/unused-url.ts';

async function setUp(test: TestContext, options: HekaOptions = {}) {
  const receiver = await createReceiver({ thread: false });
  test.after(() => receiver.close());
  const destination = hekaDestination({ url: receiver.url, quiet: true, ...options });
  test.after(() => destination.close());
  return {
    destination,
    receiver,
    /** Closes the destination and resolves to what has arrived. */
    async arrived() {
      await destination.close();
      return receiver.messages;
    },
  };
}

/** Makes what the lines of a logger begin with known. */
function warmUp(destination: HekaDestination): pino.Logger {
  const logger = pino({ name: 'shop' }, destination);
  logger.info('first');
  return logger;
}

describe('lines that wait for the end of the turn', () => {
  it('count as soon as anybody asks', async (test) => {
    const { destination, arrived } = await setUp(test);
    const logger = warmUp(destination);
    for (let index = 0; index < 100; index++) logger.info('waiting');
    const { accepted, pending } = destination.stats();
    assert.deepEqual([accepted, pending], [101, 101]);
    assert.equal((await arrived()).length, 101);
  });

  it('are sent in the order of the calls, whatever else is written', async (test) => {
    const { destination, arrived } = await setUp(test);
    const logger = warmUp(destination);
    const timeless = pino({ timestamp: false }, destination);
    logger.info('1');
    logger.info('2');
    timeless.info('3');
    destination.write('{"level":30,"msg":"4"}\n{"level":30,"msg":"5"}\n');
    logger.info('6');
    destination.write(Buffer.from('no JSON\n'));
    logger.info('7');
    const payloads = (await arrived()).map(({ payload }) => payload);
    assert.deepEqual(payloads, ['first', '1', '2', '3', '4', '5', '6', 'no JSON', '7']);
  });

  it('are not those without a time, which is that of the call', async (test) => {
    const { destination, arrived } = await setUp(test);
    const timed = warmUp(destination);
    const timeless = pino({ timestamp: false }, destination);
    const calls: number[] = [];
    for (let index = 0; index < 3; index++) {
      timed.info('timed');
      timeless.info('timeless');
      const called = Date.now();
      calls.push(called);
      while (Date.now() <= called + 1);
    }
    const times = (await arrived())
      .filter(({ payload }) => payload === 'timeless')
      .map(({ timestamp }) => Number(timestamp / 1_000_000n));
    assert.equal(times.length, 3);
    for (const [index, time] of times.entries()) assert.ok(time <= (calls[index] ?? 0) + 1);
  });

  it('are written within the turn if there are very many', async (test) => {
    const lines = new LoggerLines({ url: 'tcp://127.0.0.1:1', quiet: true });
    test.after(() => lines.delivery.close({ timeout: 1 }));
    const { delivery } = lines;
    const logFrames = delivery.logFrames.bind(delivery);
    let written = 0;
    delivery.logFrames = (batch) => {
      written += batch.count;
      return logFrames(batch);
    };
    for (let index = 0; index < 1000; index++)
      lines.write(`{"level":30,"time":1760000000123,"msg":"${'x'.repeat(1000)}"}\n`);
    assert.ok(written > 800 && written < 1000, `${written} were written`);
    assert.equal(delivery.stats().accepted, 1000);
    assert.equal(written, 999, 'all but the first, which was parsed');
  });

  it('are sent at the end of the turn once there are flushBytes of them, however long flushInterval is', async (test) => {
    const { destination, receiver } = await setUp(test, { flushInterval: 3_600_000, flushBytes: 5_000 });
    const logger = warmUp(destination);
    for (let index = 0; index < 10; index++) logger.info('x'.repeat(1_000));
    assert.equal((await receiver.waitFor(11)).length, 11);
  });

  it('wait for flushInterval if they are fewer', async (test) => {
    const { destination, arrived } = await setUp(test, { flushInterval: 3_600_000 });
    const logger = warmUp(destination);
    logger.info('waiting');
    // What does not wait goes all the way meanwhile.
    const other = await setUp(test);
    pino(other.destination).info('not waiting');
    await other.arrived();
    const { accepted, state } = destination.stats();
    assert.deepEqual([accepted, state], [2, 'idle']);
    assert.equal((await arrived()).length, 2);
  });

  it('mean what the logger said about them before another one said something else', async (test) => {
    const { destination, arrived } = await setUp(test);
    const logger = warmUp(destination);
    logger.info({ text: 'a field' }, 'the message');
    pino({ messageKey: 'text' }, destination).info({ msg: 'a field' }, 'the text');
    const [, one, two] = await arrived();
    assert.deepEqual([one?.payload, two?.payload], ['the message', 'the text']);
  });

  it('do not wait for a filter that asks for the context of the call', async (test) => {
    const requests = new AsyncLocalStorage<string>();
    const seen: unknown[] = [];
    const { destination, arrived } = await setUp(test, {
      filter: () => {
        seen.push(requests.getStore());
        return true;
      },
    });
    const logger = warmUp(destination);
    requests.run('one', () => logger.info('text'));
    requests.run('two', () => logger.info('text'));
    await arrived();
    assert.deepEqual(seen, [undefined, 'one', 'two']);
  });

  it('are reported if the process exits within the turn, or is thrown out of it', async () => {
    const url = await unusedUrl();
    for (const [way, code] of [
      ['exit', 3],
      ['throw', 1],
      ['exit-listener', 3],
    ] as const) {
      const ended = await runApp('test/pino/apps/same-turn.mjs', {
        args: [way],
        env: { HEKA_URL: url, HEKA_PACKAGE: bundlePackage('pino'), NODE_OPTIONS: '' },
      });
      assert.equal(ended.code, code, ended.stderr);
      assert.match(ended.stderr, /^heka .*: 11 messages not sent/m);
    }
  });
});
