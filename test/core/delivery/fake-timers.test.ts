import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { describe, it, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { type FakeMethod, install } from '@sinonjs/fake-timers';
import { createDelivery, type Delivery, type HekaOptions } from 'heka-core';
import { hekaDestination } from 'pino-heka';
import { HekaTransport } from 'winston-heka';
import { bundlePackage } from '../../support/processes/bundle-package.ts';
import { PlainServer } from '../../support/servers/plain-server.ts';
import { keepAlive } from '../../support/time/keep-alive.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** What Vitest and Jest replace, and all that sinon does: the last ones break the sockets of Node itself meanwhile. */
const TIMERS: readonly FakeMethod[] = [
  'setTimeout',
  'clearTimeout',
  'setInterval',
  'clearInterval',
  'setImmediate',
  'clearImmediate',
  'Date',
  'performance',
  'hrtime',
];
const EVERYTHING: readonly FakeMethod[] = [...TIMERS, 'nextTick', 'queueMicrotask'];

/** Each way to log, behind one face. */
const ways: Record<string, (options: HekaOptions) => Pick<Delivery, 'flush' | 'close'> & { log(): void }> = {
  'a delivery': (options) => {
    const delivery = createDelivery(options);
    return {
      log: () => void delivery.log({ payload: 'x' }),
      flush: (flush) => delivery.flush(flush),
      close: () => delivery.close(),
    };
  },
  HekaTransport: (options) => {
    const transport = new HekaTransport(options);
    return {
      log: () => void transport.log({ level: 'info', message: 'x' }),
      flush: (flush) => transport.flush(flush),
      close: async () => {
        const finished = once(transport, 'finish');
        transport.end();
        await finished;
        return transport.flush();
      },
    };
  },
  hekaDestination: (options) => {
    const destination = hekaDestination(options);
    return {
      log: () => void destination.write('{"level":30,"msg":"x"}\n'),
      flush: (flush) => destination.flush(flush),
      close: () => destination.close(),
    };
  },
};

for (const [name, open] of Object.entries(ways)) {
  describe(`${name} under fake timers`, () => {
    it('delivers what was logged before its first connection, and after, while time stands still', async (t) => {
      keepAlive(t);
      const server = await PlainServer.start(t);
      const sink = open({ url: server.url, settleTime: 20, quiet: true });
      t.after(() => sink.close());
      const clock = install({ toFake: [...TIMERS] });
      try {
        sink.log();
        await server.until(() => server.frames.length === 1);
        sink.log();
        assert.equal((await sink.flush({ timeout: 30_000 })).confirmed, 2);
        assert.equal((await sink.flush({ timeout: 30_000, ending: true })).timedOut, false);
      } finally {
        clock.uninstall();
      }
    });

    it('lets a flush time out while time stands still', async (t) => {
      keepAlive(t);
      const server = await PlainServer.start(t, { onEnd: () => {} });
      const sink = open({ url: server.url, quiet: true, closeTimeout: 100 });
      t.after(() => sink.close());
      sink.log();
      await server.until(() => server.frames.length === 1);
      const clock = install({ toFake: [...TIMERS] });
      try {
        assert.equal((await sink.flush({ timeout: 50 })).timedOut, true);
      } finally {
        clock.uninstall();
      }
    });

    for (const [what, toFake] of [
      ['timers', TIMERS],
      ['ticks and microtasks', EVERYTHING],
    ] as const) {
      it(`goes on when ${what} are real again, whenever they were faked`, async (t) => {
        keepAlive(t);
        const server = await PlainServer.start(t);
        const sink = open({ url: server.url, settleTime: 20, quiet: true, connectTimeout: 200 });
        t.after(() => sink.close());
        for (let round = 1; round <= 3; round++) {
          const clock = install({ toFake: [...toFake] });
          sink.log();
          clock.uninstall();
          sink.log();
          assert.equal((await sink.flush({ timeout: 30_000 })).confirmed, 2 * round);
        }
      });
    }

    it('ends while time stands still', async (t) => {
      keepAlive(t);
      const server = await PlainServer.start(t);
      const sink = open({ url: server.url, quiet: true });
      const clock = install({ toFake: [...TIMERS] });
      try {
        sink.log();
        await sink.close();
      } finally {
        clock.uninstall();
      }
      assert.equal(server.frames.length, 1);
    });
  });
}

test("Jest's fake timers stop nothing", async (t) => {
  const server = await PlainServer.start(t);
  const packages = (['core', 'winston', 'pino'] as const).map(bundlePackage);
  const config = {
    rootDir: join(ROOT, 'test/core/delivery/apps'),
    testMatch: ['**/*.jest.cjs'],
    transform: {},
  };
  const jest = spawn(
    process.execPath,
    ['node_modules/jest/bin/jest.js', '--config', JSON.stringify(config)],
    {
      cwd: ROOT,
      env: {
        ...process.env,
        NODE_TEST_CONTEXT: '',
        HEKA_URL: server.url,
        HEKA_PACKAGES: JSON.stringify(packages),
      },
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  t.after(() => jest.kill('SIGKILL'));
  assert.match(await outputOf(jest), /^Tests: +12 passed, 12 total$/m);
});

async function outputOf(child: ChildProcess): Promise<string> {
  let output = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  await once(child, 'close');
  return output;
}
