import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { MessageJson } from 'heka-core';
import type Pino from 'pino';
import { bundlePackage } from '../support/processes/bundle-package.ts';
import { SOURCE_ARGUMENTS } from '../support/processes/run-app.ts';
import { RemoteReceiver } from '../support/receivers/remote-receiver.ts';
import { unusedUrl } from '../support/servers/unused-url.ts';

const require = createRequire(import.meta.url);
const versions = ['pino', 'pino-9', 'pino-8'].map((name) => require(name) as typeof Pino);
const TARGET = bundlePackage('pino');
const DISCARD = fileURLToPath(new URL('./apps/discard.mjs', import.meta.url));
/** The workers run on JavaScript, and need nothing of what this process was started with. */
const worker = { execArgv: [] };

let receiver: RemoteReceiver;
let alive: NodeJS.Timeout;

before(async () => {
  receiver = await RemoteReceiver.start();
  // pino does not let a worker keep the process alive, nor a test that waits for one.
  alive = setInterval(() => {}, 60_000);
});
after(() => {
  receiver.stop();
  clearInterval(alive);
});

type ThreadStream = ReturnType<typeof Pino.transport>;

/** Streams live as long as an application's: pino ends the worker of one that nobody holds, awaited or not. */
const held: ThreadStream[] = [];

function transport(pino: typeof Pino, options: Parameters<typeof Pino.transport>[0]): ThreadStream {
  const stream = pino.transport(options);
  held.push(stream);
  return stream;
}

function heka(): { target: string; options: { url: string; quiet: true } } {
  return { target: TARGET, options: { url: receiver.url, quiet: true } };
}

async function end(stream: ThreadStream): Promise<void> {
  const closed = once(stream, 'close');
  stream.end();
  await closed;
}

function fieldNames(message: MessageJson | undefined): readonly string[] {
  return (message?.fields ?? []).map((field) => field.name);
}

for (const pino of versions) {
  describe(`a worker of pino ${pino.version}`, () => {
    it('emits errors with their code', async () => {
      const url = await unusedUrl();
      const stream = transport(pino, {
        target: TARGET,
        options: { url, quiet: true, closeTimeout: 0 },
        worker,
      });
      const warned = once(stream, 'warn');
      const reconnecting = once(stream, 'reconnect');
      pino(stream).info('record');
      const [error] = await warned;
      const [event] = await reconnecting;
      await end(stream);
      const expected = {
        name: 'HekaError',
        code: 'CONNECT_FAILED',
        message: `CONNECT_FAILED: ${url}: connection refused (ECONNREFUSED)`,
      };
      assert.deepEqual({ ...error }, expected);
      assert.deepEqual({ ...event.error }, expected);
    });

    it('knows the custom levels, the message key and the error key of the logger', async () => {
      const stream = transport(pino, { ...heka(), worker });
      const logger = pino(
        { customLevels: { notice: 35, audit: 45 }, messageKey: 'text', errorKey: 'failure' },
        stream,
      );
      logger.notice('a');
      logger.audit({ user: 'ann' }, 'b');
      logger.error(new TypeError('c'));
      await once(stream, 'ready');
      await end(stream);
      const [notice, audit, error] = await receiver.messages(3);
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
      assert.deepEqual(fieldNames(error), ['level', 'failure.type', 'failure.message', 'failure.stack']);
    });

    it('knows them as one of several targets', async () => {
      const stream = transport(pino, {
        targets: [
          { ...heka(), level: 'notice' as 'info' },
          { target: DISCARD, level: 'info' },
        ],
        levels: { notice: 35 },
        worker,
      });
      const logger = pino({ customLevels: { notice: 35 }, messageKey: 'text' }, stream);
      logger.info('beneath the level of the target');
      logger.notice('a');
      await once(stream, 'ready');
      await end(stream);
      assert.deepEqual(
        (await receiver.messages(1)).map(({ payload, severity, fields }) => [
          payload,
          severity,
          fields[0]?.values,
        ]),
        [['a', 5, ['notice']]],
      );
    });

    it('reports to the application on its connection by events of the stream', async () => {
      const stream = transport(pino, { ...heka(), worker });
      const connected = once(stream, 'connected');
      pino(stream).info('a');
      await connected;
      await end(stream);
      assert.equal((await receiver.messages(1)).length, 1);
    });

    it('transforms and redacts records, with a function that the worker loads', async () => {
      const { target, options } = heka();
      const stream = transport(pino, {
        target,
        options: { ...options, transform: './test/pino/apps/mark.mjs#mark', redact: ['user.password'] },
        worker,
      });
      pino(stream).info({ user: { password: 'hunter2' } }, 'first');
      await once(stream, 'ready');
      await end(stream);
      const [first] = await receiver.messages(1);
      assert.deepEqual(first?.fields, [
        { name: 'level', type: 'string', values: ['info'] },
        { name: 'user.password', type: 'string', values: ['[Redacted]'] },
        { name: 'mark', type: 'string', values: ['worker'] },
      ]);
    });

    it('sends the records that match the text of a filter', async () => {
      const { target, options } = heka();
      const filter = ['Severity <= 4', 'Fields[path] != "/health"'];
      const stream = transport(pino, { target, options: { ...options, filter }, worker });
      const logger = pino(stream);
      logger.info('not severe enough');
      logger.warn({ path: '/health' }, 'unwanted');
      logger.error({ path: '/shop' }, 'wanted');
      await once(stream, 'ready');
      await end(stream);
      assert.deepEqual(
        (await receiver.messages(1)).map(({ payload }) => payload),
        ['wanted'],
      );
    });

    it('gives the reason when an option is wrong', async () => {
      const stream = transport(pino, { target: TARGET, options: { port: 70_000 }, worker });
      const [error] = (await once(stream, 'error')) as [Error];
      assert.match(error.message, /INVALID_OPTION: option "port" is 70000/);
    });

    it('gives the reason when the options are a text, which pino spreads into characters', async () => {
      const options = 'tcp://127.0.0.1:5565' as unknown as object;
      const open = (): ReturnType<typeof transport> => transport(pino, { target: TARGET, options, worker });
      if (pino.version.startsWith('8.')) {
        assert.throws(open, { name: 'TypeError', message: /on string 'tcp:\/\/127\.0\.0\.1:5565'/ });
        return;
      }
      const stream = open();
      const wrong = once(stream, 'ready').then(() => assert.fail('ready'));
      const [error] = (await Promise.race([once(stream, 'error'), wrong])) as [Error];
      assert.equal(
        error.message,
        'INVALID_OPTION: the options are "tcp://127.0.0.1:5565", allowed: an object such as { url: "tcp://127.0.0.1:5565" }',
      );
    });

    it('becomes ready while the server is down', async () => {
      const stream = transport(pino, {
        target: TARGET,
        options: { url: await unusedUrl(), quiet: true },
        worker,
      });
      pino(stream).info('a');
      await once(stream, 'ready');
      await end(stream);
    });

    it('starts without the configuration of a logger where there is none', async () => {
      const stream = transport(pino, { ...heka(), worker });
      stream.write('{"level":40,"time":1700000000000,"msg":"a"}\n');
      stream.write('no JSON at all\n\n');
      await once(stream, 'ready');
      await end(stream);
      assert.deepEqual(
        (await receiver.messages(2)).map(({ payload, severity }) => [payload, severity]),
        [
          ['a', 4],
          ['no JSON at all', 6],
        ],
      );
    });
  });
}

describe('pino 10', () => {
  const [pino] = versions as [typeof Pino];

  it('calls back from logger.flush when everything has arrived, with one target', async () => {
    const stream = transport(pino, { ...heka(), worker });
    const logger = pino(stream);
    const confirmed: number[] = [];
    stream.on('confirmed', ({ messages }: { messages: number }) => confirmed.push(messages));
    for (let index = 0; index < 100; index++) logger.info(`record ${index}`);
    await new Promise((resolve) => logger.flush(resolve));
    assert.equal(
      confirmed.reduce((sum, messages) => sum + messages, 0),
      100,
    );
    await end(stream);
    assert.equal((await receiver.messages(100)).length, 100);
  });

  it('finds the transport by its name', async () => {
    const { options } = heka();
    const stream = transport(pino, {
      target: 'pino-heka',
      options: { ...options, logger: 'shop' },
      worker: { execArgv: [...SOURCE_ARGUMENTS] },
    });
    pino({ name: 'not this one' }, stream).info('a');
    await once(stream, 'ready');
    await end(stream);
    assert.equal((await receiver.messages(1))[0]?.logger, 'shop');
  });
});
