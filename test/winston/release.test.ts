import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { describe, it } from 'node:test';
import type Winston from 'winston';
import { HekaTransport } from 'winston-heka';
import { countAlive } from '../support/processes/garbage.ts';
import { PlainServer } from '../support/servers/plain-server.ts';
import { keepAlive } from '../support/time/keep-alive.ts';

const require = createRequire(import.meta.url);
const versions = ['winston', 'winston-3-0'].map((name) => require(name) as typeof Winston);
const OPTIONS = { settleTime: 20, quiet: true };

/** Waits until all connections are closed, by both sides. */
function closed(server: PlainServer): Promise<void> {
  return server.until(() => server.connections.every(({ socket }) => socket.destroyed));
}

/** Waits until the transport has no connection either. */
async function released(transport: HekaTransport): Promise<void> {
  while (transport.stats().connections > 0) await new Promise((resolve) => setImmediate(resolve));
}

const listeners = (): number =>
  process.eventNames().reduce((sum, name) => sum + process.listenerCount(name), 0);

for (const winston of versions) {
  describe(`a transport that its loggers let go of, in winston ${winston.version}`, () => {
    for (const [what, letGo] of [
      ['close', (logger: Winston.Logger) => logger.close()],
      ['remove', (logger: Winston.Logger, transport: HekaTransport) => logger.remove(transport)],
    ] as const) {
      it(`leaves nothing behind when everything is confirmed: ${what}`, async (t) => {
        keepAlive(t);
        const server = await PlainServer.start(t);
        const listenersBefore = listeners();
        const transports: WeakRef<object>[] = [];
        const use = (index: number): void => {
          const transport = new HekaTransport({ url: server.url, ...OPTIONS });
          const logger = winston.createLogger({ transports: [transport] });
          transports.push(new WeakRef(transport));
          logger.info(`${index}`);
          letGo(logger, transport);
        };
        for (let index = 0; index < 20; index++) use(index);
        await server.until(() => server.frames.length === 20);
        await closed(server);
        assert.equal(await countAlive(transports), 0);
        assert.equal(listeners(), listenersBefore);
      });
    }

    it('is closed once by each logger', async (t) => {
      const server = await PlainServer.start(t);
      class Counting extends HekaTransport {
        closes = 0;
        override close(): void {
          this.closes++;
          super.close();
        }
      }
      const transport = new Counting({ url: server.url, ...OPTIONS });
      t.after(() => transport.destroy());
      const loggers = [1, 2, 3].map(() => winston.createLogger({ transports: [transport] }));
      for (const [index, logger] of loggers.entries()) {
        logger.remove(transport);
        assert.equal(transport.closes, index + 1, `closed by logger ${index + 1}`);
      }
    });

    it('opens its connection again when it is used again', async (t) => {
      keepAlive(t);
      const server = await PlainServer.start(t);
      const transport = new HekaTransport({ url: server.url, ...OPTIONS });
      t.after(() => transport.destroy());
      for (let round = 1; round <= 3; round++) {
        const logger = winston.createLogger({ transports: [transport] });
        logger.info('x');
        logger.close();
        await server.until(() => server.frames.length === round);
        await closed(server);
        await released(transport);
        assert.equal(transport.stats().confirmed, round);
      }
    });

    it('keeps its connection while another logger uses it', async (t) => {
      keepAlive(t);
      const server = await PlainServer.start(t);
      const transport = new HekaTransport({ url: server.url, ...OPTIONS });
      t.after(() => transport.destroy());
      const [first, second] = [1, 2].map(() => winston.createLogger({ transports: [transport] }));
      first?.info('first');
      first?.close();
      await transport.flush({ timeout: 30_000 });
      assert.equal(transport.stats().connections, 1);
      second?.info('second');
      second?.close();
      await server.until(() => server.frames.length === 2);
      await closed(server);
    });

    it('delivers what it has first, when the receiver comes back', async (t) => {
      keepAlive(t);
      const server = await PlainServer.start(t, {
        onFrame: ({ number, socket }) => {
          if (number < 2) socket.resetAndDestroy();
        },
      });
      const transport = new HekaTransport({
        url: server.url,
        ...OPTIONS,
        backoffStrategy: { initialDelay: 5, maxDelay: 10 },
      });
      t.after(() => transport.destroy());
      const logger = winston.createLogger({ transports: [transport] });
      logger.info('x');
      const confirmed = once(transport, 'confirmed');
      logger.close();
      await confirmed;
      await closed(server);
      await released(transport);
    });
  });

  describe(`several loggers with one transport, in winston ${winston.version}`, () => {
    it('bring no warning of Node about listeners', async (t) => {
      const server = await PlainServer.start(t);
      const transport = new HekaTransport({ url: server.url, ...OPTIONS });
      t.after(() => transport.destroy());
      const warnings: Error[] = [];
      const collect = (warning: Error): void => void warnings.push(warning);
      process.on('warning', collect);
      t.after(() => process.off('warning', collect));
      for (let index = 0; index < 12; index++) winston.createLogger({ transports: [transport] });
      await new Promise((resolve) => setImmediate(resolve));
      assert.deepEqual(warnings, []);
    });

    it('are warned of once if their levels differ and the transport has none of its own', async (t) => {
      const server = await PlainServer.start(t);
      const warnings: string[] = [];
      for (const level of [undefined, 'debug']) {
        const transport = new HekaTransport({
          url: server.url,
          ...OPTIONS,
          ...(level !== undefined && { level }),
        });
        t.after(() => transport.destroy());
        transport.on('warn', ({ message }) => warnings.push(message));
        for (const each of ['info', 'info', 'debug', 'error']) {
          winston.createLogger({ level: each, transports: [transport] });
        }
        await new Promise((resolve) => setImmediate(resolve));
      }
      assert.deepEqual(warnings, [
        'loggers of the levels "info" and "debug" share this transport, and winston goes by the first for both: ' +
          'give the transport a level of its own, or each logger a transport',
      ]);
    });
  });
}
