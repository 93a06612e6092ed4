import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { describe, it, type TestContext } from 'node:test';
import type { Receiver } from 'heka-core/testing';
import type Winston from 'winston';
import { HekaTransport, type HekaTransportOptions } from 'winston-heka';
import { lastingReceiver } from '../support/receivers/lasting-receiver.ts';

const require = createRequire(import.meta.url);
const versions = ['winston', 'winston-3-0'].map((name) => require(name) as typeof Winston);

async function create(
  test: TestContext,
  options: HekaTransportOptions = {},
): Promise<{ receiver: Receiver; transport: HekaTransport }> {
  const receiver = await lastingReceiver();
  const transport = new HekaTransport({ url: receiver.url, quiet: true, ...options });
  test.after(() => transport.destroy());
  return { receiver, transport };
}

function payloads(receiver: Receiver): readonly (string | undefined)[] {
  return receiver.messages.map((message) => message.payload);
}

for (const winston of versions) {
  describe(`the life of a transport of winston ${winston.version}`, () => {
    it('emits finish when everything has arrived, at the transport and at the logger', async (test) => {
      const { receiver, transport } = await create(test);
      const logger = winston.createLogger({ transports: [transport] });
      for (let index = 0; index < 100; index++) logger.info(`record ${index}`);
      const transportFinish = once(transport, 'finish').then(() => receiver.messages.length);
      const loggerFinish = once(logger, 'finish').then(() => receiver.messages.length);
      logger.end();
      assert.equal(await transportFinish, 100);
      assert.equal(await loggerFinish, 100);
      assert.equal(transport.stats().pending, 0);
    });

    it('sends the records that pass the filter', async (test) => {
      const { receiver, transport } = await create(test, {
        filter: ['Severity <= 4', ({ fields }) => fields.every(({ name }) => name !== 'secret')],
      });
      const logger = winston.createLogger({ transports: [transport] });
      logger.info('not severe enough');
      logger.warn('unwanted', { secret: 1 });
      logger.warn('wanted', { shown: 1 });
      await receiver.waitFor(1);
      assert.deepEqual(payloads(receiver), ['wanted']);
      const { accepted, filtered } = transport.stats();
      assert.deepEqual({ accepted, filtered }, { accepted: 1, filtered: 2 });
    });

    for (const [name, letGo] of [
      ['removed', (logger: Winston.Logger, transport: HekaTransport) => logger.remove(transport)],
      ['cleared', (logger: Winston.Logger) => logger.clear()],
      ['closed with its logger', (logger: Winston.Logger) => logger.close()],
    ] as const) {
      it(`sends what it has when it is ${name}, and can be added again`, async (test) => {
        const { receiver, transport } = await create(test);
        const logger = winston.createLogger({ level: 'info', transports: [transport] });
        logger.info('before');
        letGo(logger, transport);
        await receiver.waitFor(1);
        logger.add(transport);
        logger.debug('beneath the level of the logger');
        logger.info('after');
        await receiver.waitFor(2);
        assert.deepEqual(payloads(receiver), ['before', 'after']);
      });
    }

    it('serves the other of two loggers when one of them closes', async (test) => {
      const { receiver, transport } = await create(test);
      const first = winston.createLogger({ level: 'info', transports: [transport] });
      const second = winston.createLogger({ level: 'info', transports: [transport] });
      first.info('first');
      second.info('second');
      first.close();
      second.info('second again');
      second.debug('beneath the level of the second logger');
      second.info('second at last');
      await receiver.waitFor(4);
      assert.deepEqual(payloads(receiver), ['first', 'second', 'second again', 'second at last']);
    });

    it('does not throw when it is given a record after its end', async (test) => {
      const { receiver, transport } = await create(test);
      const finished = once(transport, 'finish');
      transport.end();
      await finished;
      assert.doesNotThrow(() => transport.log({ level: 'info', message: 'late' }));
      assert.deepEqual(payloads(receiver), []);
    });

    it('takes back its place in every logger after an exception that the process survives', async (test) => {
      const { receiver, transport } = await create(test);
      const first = winston.createLogger({ level: 'info', transports: [transport] });
      const second = winston.createLogger({ level: 'info', transports: [transport] });
      const finished = once(transport, 'finish');
      transport._ending = true;
      await finished;
      first.info('first');
      first.debug('beneath the level');
      second.info('second');
      await receiver.waitFor(2);
      assert.deepEqual(payloads(receiver), ['first', 'second']);
      assert.deepEqual(first.transports, [transport]);
      assert.deepEqual(second.transports, [transport]);
    });
  });
}

describe('HekaTransport', () => {
  it('resolves flush when everything logged before has arrived', async (test) => {
    const { receiver, transport } = await create(test);
    for (let index = 0; index < 10; index++) transport.log({ level: 'info', message: String(index) });
    const result = await transport.flush();
    assert.equal(receiver.messages.length, 10);
    assert.deepEqual(result, { confirmed: 10, unsettled: 0, pending: 0, dropped: {}, timedOut: false });
  });

  it('reports on its connection by events of its own', async (test) => {
    const { transport } = await create(test);
    const connected = once(transport, 'connected');
    transport.log({ level: 'info', message: 'x' });
    await connected;
    await transport.flush();
    const { accepted, confirmed, pending } = transport.stats();
    assert.deepEqual({ accepted, confirmed, pending }, { accepted: 1, confirmed: 1, pending: 0 });
  });

  it('warns about an option that it does not know, through the logger, with the nearest name', async (test) => {
    const receiver = await lastingReceiver();
    const options = { url: receiver.url, quiet: true, conectTimeout: 5 };
    const transport = new HekaTransport(options);
    test.after(() => transport.destroy());
    const winston = require('winston') as typeof Winston;
    const logger = winston.createLogger({ transports: [transport] });
    const [warning] = (await once(logger, 'warn')) as [Error];
    assert.match(String(warning), /conectTimeout.*connectTimeout/);
  });

  it('does not warn about the options of winston', async (test) => {
    const receiver = await lastingReceiver();
    const transport = new HekaTransport({
      url: receiver.url,
      quiet: true,
      name: 'heka',
      level: 'info',
      silent: false,
      handleExceptions: false,
      handleRejections: false,
      highWaterMark: 100,
    });
    test.after(() => transport.destroy());
    transport.on('warn', (warning) => assert.fail(String(warning)));
    transport.log({ level: 'info', message: 'x' });
    await transport.flush();
  });

  it('adds one listener to the process, however many transports there are', async (test) => {
    await create(test);
    const counts = () => process.eventNames().map((name) => [name, process.listenerCount(name)]);
    const before = counts();
    for (let index = 0; index < 20; index++) await create(test);
    assert.deepEqual(counts(), before);
  });
});
