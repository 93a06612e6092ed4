import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { describe, it, type TestContext } from 'node:test';
import type { HekaMessage } from 'heka-core';

import type Winston from 'winston';
import { HekaTransport, type HekaTransportOptions } from 'winston-heka';
import { lastingReceiver } from '../support/receivers/lasting-receiver.ts';

/** A turn of the event loop. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const require = createRequire(import.meta.url);
const versions = ['winston', 'winston-3-0'].map((name) => require(name) as typeof Winston);

interface Logged {
  readonly transport: HekaTransport;
  /** Ends the transport and resolves to what has arrived. */
  arrived(): Promise<readonly HekaMessage[]>;
}

async function createTransport(test: TestContext, options: HekaTransportOptions = {}): Promise<Logged> {
  const receiver = await lastingReceiver();
  const transport = new HekaTransport({ url: receiver.url, quiet: true, ...options });
  test.after(() => transport.destroy());
  return {
    transport,
    async arrived() {
      await new Promise<void>((resolve) => {
        transport.end(() => resolve());
      });
      return receiver.messages;
    },
  };
}

function payloads(messages: readonly HekaMessage[]): readonly (string | undefined)[] {
  return messages.map((message) => message.payload);
}

function severities(messages: readonly HekaMessage[]): Record<string, number | undefined> {
  return Object.fromEntries(messages.map((message) => [message.payload ?? '', message.severity]));
}

for (const winston of versions) {
  describe(`records of winston ${winston.version}`, () => {
    it('carries the level of the logger by name, number and text', async (test) => {
      const { transport, arrived } = await createTransport(test, { logger: 'shop' });
      const logger = winston.createLogger({ transports: [transport] });
      logger.warn('stock is low', { item: 17 });
      const [message] = await arrived();
      assert.equal(message?.payload, 'stock is low');
      assert.equal(message?.severity, 4);
      assert.equal(message?.logger, 'shop');
      assert.deepEqual(message?.fields, [
        { name: 'level', type: 'string', values: ['warn'] },
        { name: 'item', type: 'integer', values: [17n] },
      ]);
    });

    it('takes what its own level lets through', async (test) => {
      const { transport, arrived } = await createTransport(test, { level: 'warn' });
      const logger = winston.createLogger({ level: 'debug', transports: [transport] });
      logger.error('a');
      logger.warn('b');
      logger.info('c');
      assert.deepEqual(payloads(await arrived()), ['a', 'b']);
    });

    it('takes what the level of the logger lets through where it has none of its own', async (test) => {
      const { transport, arrived } = await createTransport(test);
      const logger = winston.createLogger({ level: 'info', transports: [transport] });
      logger.info('a');
      logger.debug('b');
      assert.deepEqual(payloads(await arrived()), ['a']);
    });

    const unknownLevels = [
      ['its own', { level: 'nonsense' }, { level: 'warn' }, 'nonsense'],
      ["the logger's", {}, { levels: { grave: 0, trivial: 1 } }, 'info'],
    ] as const;
    for (const [whose, options, loggerOptions, level] of unknownLevels) {
      it(`warns once if ${whose} level does not exist`, async (test) => {
        const { transport } = await createTransport(test, options);
        const logger = winston.createLogger({ ...loggerOptions, transports: [transport] });
        const warnings: unknown[] = [];
        transport.on('warn', (warning) => warnings.push(warning));
        await turn();
        logger.remove(transport);
        logger.add(transport);
        await turn();
        assert.equal(warnings.length, 1);
        const names = Object.keys(logger.levels).join(', ');
        assert.ok(String(warnings[0]).includes(`the logger has no level "${level}", only ${names}`));
      });
    }

    it('does not warn about a level that exists, even if it is set after the transport was added', async (test) => {
      for (const options of [{ level: 'grave' }, {}]) {
        const { transport } = await createTransport(test, options);
        const warnings: unknown[] = [];
        transport.on('warn', (warning) => warnings.push(warning));
        const logger = winston.createLogger({ levels: { grave: 0, trivial: 1 }, transports: [transport] });
        logger.level = 'trivial';
        await turn();
        assert.deepEqual(warnings, []);
      }
    });

    it('takes nothing while it is silent', async (test) => {
      const { transport, arrived } = await createTransport(test, { silent: true });
      const logger = winston.createLogger({ transports: [transport] });
      logger.info('a');
      transport.silent = false;
      logger.info('b');
      assert.deepEqual(payloads(await arrived()), ['b']);
    });

    it('applies its own format after that of the logger', async (test) => {
      const shout = winston.format((info) => Object.assign(info, { message: `${String(info.message)}!` }));
      const { transport, arrived } = await createTransport(test, { format: shout() });
      const logger = winston.createLogger({ format: shout(), transports: [transport] });
      logger.info('hello');
      assert.deepEqual(payloads(await arrived()), ['hello!!']);
    });

    it('drops what its own format refuses, and goes on when that format throws', async (test) => {
      const picky = winston.format((info) => {
        if (info.message === 'bad') throw new Error('format is broken');
        return info.message === 'secret' ? false : info;
      });
      const { transport, arrived } = await createTransport(test, { format: picky() });
      const logger = winston.createLogger({ transports: [transport] });
      logger.info('a');
      logger.info('secret');
      assert.throws(() => logger.info('bad'), /format is broken/);
      logger.info('b');
      assert.deepEqual(payloads(await arrived()), ['a', 'b']);
    });

    it('gives levels that winston does not know a severity by name, and the others one by rank', async (test) => {
      const { transport, arrived } = await createTransport(test, { level: 'trivial' });
      const logger = winston.createLogger({
        levels: { disaster: 0, alert: 1, notice: 2, curious: 3, trivial: 4 },
        transports: [transport],
      });
      for (const level of ['disaster', 'alert', 'notice', 'curious', 'trivial']) logger.log(level, level);
      const arrivedSeverities = severities(await arrived());
      assert.equal(
        arrivedSeverities.disaster,
        1,
        'as severe as the one after it, for a rank alone says no more',
      );
      assert.equal(arrivedSeverities.alert, 1);
      assert.equal(arrivedSeverities.notice, 5);
      assert.equal(arrivedSeverities.trivial, 7);
      const curious = arrivedSeverities.curious ?? -1;
      assert.ok(curious >= 5 && curious <= 7, String(curious));
    });

    it('lets the option severities win over the rank of a level', async (test) => {
      const { transport, arrived } = await createTransport(test, {
        level: 'trivial',
        severities: { trivial: 5 },
      });
      const logger = winston.createLogger({ levels: { grave: 0, trivial: 1 }, transports: [transport] });
      logger.log('trivial', 'x');
      assert.deepEqual(severities(await arrived()), { x: 5 });
    });

    it('reads the level beneath the colours', async (test) => {
      const { transport, arrived } = await createTransport(test);
      const logger = winston.createLogger({
        format: winston.format.colorize(),
        transports: [transport],
      });
      logger.error('red');
      const [message] = await arrived();
      assert.equal(message?.severity, 3);
      assert.deepEqual(message?.fields[0], { name: 'level', type: 'string', values: ['error'] });
    });

    it('takes an exception where it handles exceptions, and none where it does not', async (test) => {
      for (const [handleExceptions, expected] of [
        [true, ['caught', 'plain']],
        [false, ['plain']],
      ] as const) {
        const { transport, arrived } = await createTransport(test, { handleExceptions });
        const logger = winston.createLogger({ transports: [transport] });
        test.after(() => logger.exceptions.unhandle());
        logger.log({ level: 'error', message: 'caught', exception: true });
        logger.info('plain');
        assert.deepEqual(payloads(await arrived()), expected);
      }
    });
  });
}

describe('HekaTransport without a logger', () => {
  it('takes a record that has no level symbol, with a callback and without', async (test) => {
    const { transport, arrived } = await createTransport(test);
    let called = 0;
    assert.equal(transport.log({ level: 'debug', message: 'a' }), true);
    transport.log({ level: 'debug', message: 'b' }, () => {
      called++;
    });
    assert.equal(called, 1, 'the callback comes before log returns');
    const messages = await arrived();
    assert.deepEqual(payloads(messages), ['a', 'b']);
    assert.deepEqual(
      messages.map((message) => message.severity),
      [7, 7],
    );
  });

  it('emits logged with the record after log has returned', async (test) => {
    const { transport } = await createTransport(test);
    const info = { level: 'info', message: 'a' };
    const order: unknown[] = [];
    const logged = new Promise<void>((resolve) => {
      transport.once('logged', (record) => {
        order.push(record);
        resolve();
      });
    });
    transport.log(info, () => order.push('callback'));
    order.push('returned');
    await logged;
    assert.deepEqual(order, ['callback', 'returned', info]);
  });

  it('takes the records of a corked stream in order', async (test) => {
    const { transport, arrived } = await createTransport(test);
    transport.cork();
    for (const message of ['a', 'b', 'c']) transport.write({ level: 'info', message });
    transport.uncork();
    assert.deepEqual(payloads(await arrived()), ['a', 'b', 'c']);
  });

  const hostile: readonly (readonly [string, () => unknown])[] = [
    ['undefined', () => undefined],
    ['null', () => null],
    ['a number', () => 17],
    ['a text', () => 'text'],
    ['a symbol', () => Symbol('x')],
    ['a circular object', () => circular()],
    [
      'a getter that throws',
      () => ({
        level: 'info',
        message: 'x',
        get bad() {
          throw new Error('no');
        },
      }),
    ],
    [
      'a proxy that throws',
      () =>
        new Proxy(
          {},
          {
            ownKeys: () => {
              throw new Error('no');
            },
          },
        ),
    ],
  ];
  for (const [name, make] of hostile) {
    it(`does not throw when it is given ${name}`, async (test) => {
      const { transport } = await createTransport(test);
      assert.doesNotThrow(() => transport.log(make()));
    });
  }

  it('throws at construction where an option is wrong', () => {
    assert.throws(() => new HekaTransport({ port: 70_000 }), { code: 'INVALID_OPTION' });
  });

  it('is named heka, or as its option says', async (test) => {
    assert.equal((await createTransport(test)).transport.name, 'heka');
    assert.equal((await createTransport(test, { name: 'audit' })).transport.name, 'audit');
  });
});

function circular(): object {
  const object: { self?: object; message: string } = { message: 'x' };
  object.self = object;
  return object;
}
