import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { describe, it, type TestContext } from 'node:test';
import type { HekaMessage } from 'heka-core';
import { createReceiver, type Receiver } from 'heka-core/testing';
import type Pino from 'pino';
import hekaTarget, { type HekaDestination, type HekaOptions, hekaDestination } from 'pino-heka';

const require = createRequire(import.meta.url);
const versions = ['pino', 'pino-9', 'pino-8'].map((name) => require(name) as typeof Pino);

interface Fixture {
  readonly receiver: Receiver;
  readonly destination: HekaDestination;
  /** Closes the destination and resolves to what has arrived. */
  arrived(): Promise<readonly HekaMessage[]>;
}

async function setUp(test: TestContext, options: HekaOptions = {}): Promise<Fixture> {
  const receiver = await createReceiver({ thread: false });
  test.after(() => receiver.close());
  const destination = hekaDestination({ url: receiver.url, quiet: true, ...options });
  test.after(() => destination.close());
  return {
    receiver,
    destination,
    async arrived() {
      await destination.close();
      return receiver.messages;
    },
  };
}

for (const pino of versions) {
  describe(`hekaDestination with pino ${pino.version}`, () => {
    it('sends the records that pass the filter', async (test) => {
      const { destination, arrived } = await setUp(test, {
        filter: ['Severity <= 4', ({ fields }) => fields.every(({ name }) => name !== 'secret')],
      });
      const logger = pino(destination);
      logger.info('not severe enough');
      logger.warn({ secret: 1 }, 'unwanted');
      logger.warn({ shown: 1 }, 'wanted');
      const messages = await arrived();
      assert.deepEqual(
        messages.map(({ payload }) => payload),
        ['wanted'],
      );
      const { accepted, filtered } = destination.stats();
      assert.deepEqual({ accepted, filtered }, { accepted: 1, filtered: 2 });
    });

    it('transforms and redacts records', async (test) => {
      const { destination, arrived } = await setUp(test, {
        transform: (record) => ({ region: 'eu', ...record }),
        redact: ['user.password'],
      });
      pino(destination).error({ user: { password: 'hunter2' } }, 'text');
      const [message] = await arrived();
      assert.equal(message?.severity, 3);
      assert.deepEqual(message?.fields, [
        { name: 'level', type: 'string', values: ['error'] },
        { name: 'region', type: 'string', values: ['eu'] },
        { name: 'user.password', type: 'string', values: ['[Redacted]'] },
      ]);
    });

    it('carries bindings, levels, time, pid and hostname', async (test) => {
      const { destination, arrived } = await setUp(test);
      const logger = pino({ name: 'shop' }, destination).child({ order: 17 });
      logger.warn({ item: { id: 'x', count: 2 } }, 'stock is low');
      const [message] = await arrived();
      assert.equal(message?.payload, 'stock is low');
      assert.equal(message?.severity, 4);
      assert.equal(message?.logger, 'shop');
      assert.equal(message?.pid, process.pid);
      assert.deepEqual(message?.fields, [
        { name: 'level', type: 'string', values: ['warn'] },
        { name: 'order', type: 'integer', values: [17n] },
        { name: 'item.id', type: 'string', values: ['x'] },
        { name: 'item.count', type: 'integer', values: [2n] },
      ]);
    });

    it('knows the custom levels and the keys of the logger, and those of a child', async (test) => {
      const { destination, arrived } = await setUp(test);
      const logger = pino({ customLevels: { notice: 35 }, messageKey: 'text' }, destination);
      logger.notice('a');
      const [message] = await arrived();
      assert.equal(message?.payload, 'a');
      assert.equal(message?.severity, 5);
      assert.deepEqual(message?.fields[0]?.values, ['notice']);
    });

    it('prefers its own options to those of the logger', async (test) => {
      const { destination, arrived } = await setUp(test, { messageKey: 'other' });
      pino({ messageKey: 'text' }, destination).info({ other: 'a' }, 'b');
      const [message] = await arrived();
      assert.equal(message?.payload, 'a');
    });

    it('takes lines in any pieces, cut inside of a character or a line end as well', async (test) => {
      const { destination, arrived } = await setUp(test);
      const bytes = Buffer.from(
        '{"level":30,"msg":"é1"}\r\n{"level":30,"msg":"é2"}\n\n{"level":30,"msg":"é3"}',
      );
      for (let index = 0; index < bytes.length; index++) destination.write(bytes.subarray(index, index + 1));
      destination.write('\n{"level":30,"msg":"é4"}\n{"level":30,');
      destination.write('"msg":"é5"}\n');
      assert.deepEqual(
        (await arrived()).map((message) => message.payload),
        ['é1', 'é2', 'é3', 'é4', 'é5'],
      );
    });

    it('calls back from logger.flush when everything has arrived', async (test) => {
      const { receiver, destination } = await setUp(test, { settleTime: 100 });
      const logger = pino(destination);
      for (let index = 0; index < 10; index++) logger.info(`record ${index}`);
      await new Promise<void>((resolve) => {
        logger.flush(() => resolve());
        // pino 8 knows no callback; the destination itself does in any version.
        if (logger.flush.length === 0) destination.flush(() => resolve());
      });
      assert.equal(receiver.messages.length, 10);
    });

    it('is one of several streams of a multistream', async (test) => {
      const { destination, arrived } = await setUp(test);
      const others: string[] = [];
      const logger = pino(
        { customLevels: { notice: 35 } },
        pino.multistream([
          { stream: destination, level: 'warn' },
          { stream: { write: (line: string) => others.push(line) }, level: 'info' },
        ]),
      );
      logger.info('a');
      logger.error('b');
      assert.deepEqual(
        (await arrived()).map((message) => message.payload),
        ['b'],
      );
      assert.equal(others.length, 2);
    });

    it('can be the only argument of pino', async (test) => {
      const { destination, arrived } = await setUp(test);
      pino(destination).fatal('a');
      assert.deepEqual(
        (await arrived()).map(({ payload, severity }) => [payload, severity]),
        [['a', 2]],
      );
    });
  });

  describe(`the default export, in process, with pino ${pino.version}`, () => {
    it('is a stream that takes what the logger writes', async (test) => {
      const receiver = await createReceiver({ thread: false });
      test.after(() => receiver.close());
      const stream = await hekaTarget({ url: receiver.url, quiet: true, settleTime: 100 });
      const logger = pino({ messageKey: 'text' }, stream);
      for (let index = 0; index < 1000; index++) logger.info(`record ${index}`);
      const { confirmed } = await stream.flush();
      assert.equal(confirmed, 1000);
      assert.deepEqual(
        receiver.messages.map((message) => message.payload),
        Array.from({ length: 1000 }, (_, index) => `record ${index}`),
      );
      const closed = once(stream, 'close');
      stream.end();
      await closed;
      assert.equal(stream.stats().pending, 0);
    });

    it('finishes when everything has arrived', async (test) => {
      const receiver = await createReceiver({ thread: false });
      test.after(() => receiver.close());
      const stream = await hekaTarget({ url: receiver.url, quiet: true });
      const logger = pino(stream);
      for (let index = 0; index < 100; index++) logger.info(`record ${index}`);
      const arrived = await new Promise<number>((resolve) => {
        stream.end(() => resolve(receiver.messages.length));
      });
      assert.equal(arrived, 100);
      assert.equal(stream.stats().unsettled, 100);
    });
  });
}

describe('hekaDestination', () => {
  it('takes lines that come in pieces, and a last line without an end', async (test) => {
    const { destination, arrived } = await setUp(test);
    for (const piece of ['{"msg":"a"', '}\n{"msg":"b"}\n{"m', 'sg":"c"}\n', '\n', '{"msg":"d"}']) {
      assert.equal(destination.write(piece), true);
    }
    assert.deepEqual(
      (await arrived()).map((message) => message.payload),
      ['a', 'b', 'c', 'd'],
    );
  });

  it('emits finish and close once, after everything has arrived', async (test) => {
    const { receiver, destination } = await setUp(test);
    const events: string[] = [];
    destination.on('finish', () => events.push(`finish ${receiver.messages.length}`));
    destination.on('close', () => events.push('close'));
    destination.write('{"msg":"a"}\n');
    destination.end('{"msg":"b"}\n');
    assert.equal(destination.writable, false);
    destination.end();
    await destination.close();
    assert.deepEqual(events, ['finish 2', 'close']);
  });

  it('counts what is written after its end, and does not throw', async (test) => {
    const { destination } = await setUp(test);
    await destination.close();
    assert.doesNotThrow(() => destination.write('{"msg":"late"}\n'));
    const { accepted, confirmed, unsettled, pending, dropped } = destination.stats();
    const lost = Object.values(dropped).reduce((sum, count) => sum + count, 0);
    assert.equal(accepted, confirmed + unsettled + pending + lost);
  });

  it('reports on its connection by events of its own', async (test) => {
    const { destination } = await setUp(test);
    const connected = once(destination, 'connected');
    destination.write('{"msg":"a"}\n');
    await connected;
  });

  it('throws where an option is wrong', () => {
    assert.throws(() => hekaDestination({ port: 70_000 }), { code: 'INVALID_OPTION' });
  });
});

it('a payload that is the formatted line is refused: pino has none', () => {
  const message =
    'INVALID_OPTION: option "payload" is "formatted", allowed: "message" or "json"; "formatted" is for winston only';
  assert.throws(() => hekaDestination({ payload: 'formatted' }), { code: 'INVALID_OPTION', message });
  assert.throws(() => hekaTarget({ payload: 'formatted' }), { code: 'INVALID_OPTION', message });
});
