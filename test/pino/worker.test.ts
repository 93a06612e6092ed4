import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { describe, it, type TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { HekaMessage } from 'heka-core';
import { createReceiver, type Receiver } from 'heka-core/testing';
import type Pino from 'pino';
import type { HekaOptions } from 'pino-heka';
import { SOURCE_ARGUMENTS } from '../support/run-app.ts';
import { unusedUrl } from '../support/unused-url.ts';

const require = createRequire(import.meta.url);
const versions = ['pino', 'pino-9', 'pino-8'].map((name) => require(name) as typeof Pino);
const TARGET = fileURLToPath(new URL('./apps/target.mjs', import.meta.url));
const DISCARD = fileURLToPath(new URL('./apps/discard.mjs', import.meta.url));
const worker = { execArgv: [...SOURCE_ARGUMENTS] };

type ThreadStream = ReturnType<typeof Pino.transport>;

interface Fixture {
  readonly receiver: Receiver;
  readonly target: { readonly target: string; readonly options: HekaOptions };
  /** Ends the transport and resolves to what has arrived. */
  arrived(stream: ThreadStream): Promise<readonly HekaMessage[]>;
}

async function setUp(test: TestContext, options: HekaOptions = {}): Promise<Fixture> {
  const receiver = await createReceiver();
  test.after(() => receiver.close());
  return {
    receiver,
    target: { target: TARGET, options: { url: receiver.url, quiet: true, ...options } },
    async arrived(stream) {
      const closed = once(stream, 'close');
      stream.end();
      await closed;
      return receiver.messages;
    },
  };
}

for (const pino of versions) {
  describe(`a worker of pino ${pino.version}`, () => {
    it('knows the custom levels, the message key and the error key of the logger', async (test) => {
      const { target, arrived } = await setUp(test);
      const stream = pino.transport({ ...target, worker });
      const logger = pino(
        { customLevels: { notice: 35, audit: 45 }, messageKey: 'text', errorKey: 'failure' },
        stream,
      );
      logger.notice('a');
      logger.audit({ user: 'ann' }, 'b');
      logger.error(new TypeError('c'));
      await once(stream, 'ready');
      const [notice, audit, error] = await arrived(stream);
      assert.equal(notice?.payload, 'a');
      assert.equal(notice?.severity, 5);
      assert.deepEqual(notice?.fields, [{ name: 'level', type: 'string', values: ['notice'] }]);
      assert.equal(audit?.payload, 'b');
      assert.equal(audit?.severity, 4);
      assert.deepEqual(audit?.fields, [
        { name: 'level', type: 'string', values: ['audit'] },
        { name: 'user', type: 'string', values: ['ann'] },
      ]);
      assert.equal(error?.payload, 'c');
      assert.deepEqual(
        error?.fields.map((field) => field.name),
        ['level', 'failure.type', 'failure.message', 'failure.stack'],
      );
    });

    it('knows them as one of several targets', async (test) => {
      const { target, arrived } = await setUp(test);
      const stream = pino.transport({
        targets: [
          { ...target, level: 'notice' as 'info' },
          { target: DISCARD, level: 'info' },
        ],
        levels: { notice: 35 },
        worker,
      });
      const logger = pino({ customLevels: { notice: 35 }, messageKey: 'text' }, stream);
      logger.info('beneath the level of the target');
      logger.notice('a');
      await once(stream, 'ready');
      const messages = await arrived(stream);
      assert.deepEqual(
        messages.map(({ payload, severity, fields }) => [payload, severity, fields[0]?.values]),
        [['a', 5, ['notice']]],
      );
    });

    it('tells the application about its connection by events of the stream', async (test) => {
      const { target, arrived } = await setUp(test);
      const stream = pino.transport({ ...target, worker });
      const connected = once(stream, 'connected');
      pino(stream).info('a');
      await connected;
      assert.equal((await arrived(stream)).length, 1);
    });

    it('gives the reason when an option is wrong', async () => {
      const stream = pino.transport({ target: TARGET, options: { port: 70_000 }, worker });
      const [error] = (await once(stream, 'error')) as [Error];
      assert.match(error.message, /INVALID_OPTION: option "port" is 70000/);
    });

    it('becomes ready while the server is down', async (test) => {
      const stream = pino.transport({
        target: TARGET,
        options: { url: await unusedUrl(), quiet: true, closeTimeout: 100 },
        worker,
      });
      test.after(() => stream.end());
      pino(stream).info('a');
      await once(stream, 'ready');
      const closed = once(stream, 'close');
      stream.end();
      await closed;
    });

    it('starts without the configuration of a logger where there is none', async (test) => {
      const { target, arrived } = await setUp(test);
      const stream = pino.transport({ ...target, worker });
      stream.write('{"level":40,"time":1700000000000,"msg":"a"}\n');
      stream.write('no JSON at all\n\n');
      await once(stream, 'ready');
      const messages = await arrived(stream);
      assert.deepEqual(
        messages.map(({ payload, severity }) => [payload, severity]),
        [
          ['a', 4],
          ['no JSON at all', 6],
        ],
      );
    });
  });
}

describe('logger.flush of pino 10', () => {
  it('calls back when everything has arrived, with one target', async (test) => {
    const [pino] = versions;
    assert.ok(pino !== undefined);
    const { receiver, target, arrived } = await setUp(test);
    const stream = pino.transport({ ...target, worker });
    const logger = pino(stream);
    for (let index = 0; index < 100; index += 1) logger.info(`record ${index}`);
    await new Promise((resolve) => logger.flush(resolve));
    assert.equal(receiver.messages.length, 100);
    await arrived(stream);
  });
});

describe('the transport pino-heka by its name', () => {
  it('is found by pino 10', async (test) => {
    const [pino] = versions;
    assert.ok(pino !== undefined);
    const { receiver, arrived } = await setUp(test);
    const stream = pino.transport({
      target: 'pino-heka',
      options: { url: receiver.url, quiet: true, logger: 'shop' },
      worker,
    });
    pino({ name: 'not this one' }, stream).info('a');
    await once(stream, 'ready');
    const [message] = await arrived(stream);
    assert.equal(message?.logger, 'shop');
  });
});
