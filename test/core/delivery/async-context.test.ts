import assert from 'node:assert/strict';
import { AsyncLocalStorage } from 'node:async_hooks';
import { type EventEmitter, once } from 'node:events';
import { describe, it } from 'node:test';
import { createDelivery, type Delivery, type HekaOptions } from 'heka-core';
import { hekaDestination } from 'pino-heka';
import { HekaTransport } from 'winston-heka';
import { countAlive } from '../../support/processes/garbage.ts';
import { PlainServer } from '../../support/servers/plain-server.ts';
import { UdpReceiver } from '../../support/servers/udp-receiver.ts';
import { keepAlive } from '../../support/time/keep-alive.ts';

const EVENTS = [
  'connected',
  'disconnected',
  'reconnect',
  'recovered',
  'dropped',
  'room',
  'replayed',
  'confirmed',
  'stats',
  'warn',
];
const PATIENT = { timeout: 30_000 };

/** The part of a delivery that the loggers' transports have too. */
type Sink = EventEmitter & Pick<Delivery, 'flush' | 'ready'>;

const ways: Record<
  string,
  (options: HekaOptions) => { sink: Sink; log: (text: string) => void; end: () => unknown }
> = {
  'a delivery': (options) => {
    const sink = createDelivery(options);
    return { sink, log: (payload) => sink.log({ payload }), end: () => sink.close() };
  },
  HekaTransport: (options) => {
    const sink = new HekaTransport(options);
    return { sink, log: (message) => sink.log({ level: 'info', message }), end: () => sink.end() };
  },
  hekaDestination: (options) => {
    const sink = hekaDestination(options);
    return {
      sink,
      log: (msg) => sink.write(`${JSON.stringify({ level: 30, msg })}\n`),
      end: () => sink.close(),
    };
  },
};

const requests = new AsyncLocalStorage<object>();

for (const [name, open] of Object.entries(ways)) {
  describe(`the asynchronous context of a request that logs through ${name}`, () => {
    it('is not seen by listeners: they run in that of the construction', async (t) => {
      keepAlive(t);
      const server = await PlainServer.start(t, {
        onFrame: ({ number, socket }) => {
          if (number === 0) socket.resetAndDestroy();
        },
      });
      const construction = {};
      const seen = new Map<string, unknown>();
      const { sink, log, end } = requests.run(construction, () =>
        open({
          url: server.url,
          settleTime: 20,
          queue: { maxBytes: '1mb' },
          statsInterval: 20,
          backoffStrategy: { initialDelay: 5, maxDelay: 10 },
          quiet: true,
          onError: () => seen.set('onError', requests.getStore()),
        }),
      );
      t.after(end);
      for (const event of EVENTS) sink.on(event, () => seen.set(event, requests.getStore()));
      await requests.run({}, async () => {
        for (let i = 0; i < 3_000; i++) log('x'.repeat(1_024));
        await sink.ready();
        log('x');
        await sink.flush(PATIENT);
        server.stop();
        log('y');
        await once(sink, 'reconnect');
      });
      const expected = ['onError', ...EVENTS];
      assert.deepEqual([...seen.keys()].sort(), expected.sort());
      for (const [event, context] of seen) assert.equal(context, construction, event);
    });

    it('is given up with the request, while the connection that it opened lives on', async (t) => {
      keepAlive(t);
      const server = await PlainServer.start(t);
      const { sink, log, end } = open({ url: server.url, settleTime: 20, quiet: true, flushInterval: 1 });
      t.after(end);
      const request = await logInRequest(() => {
        log('x');
        void sink.ready();
        return sink.flush(PATIENT);
      });
      assert.ok(server.connections.some(({ ended }) => !ended));
      assert.equal(await countAlive([request]), 0);
    });

    it('is given up with the request, while the receiver is away', async (t) => {
      keepAlive(t);
      const server = await PlainServer.start(t, { onConnection: ({ socket }) => socket.resetAndDestroy() });
      const { sink, log, end } = open({
        url: server.url,
        quiet: true,
        backoffStrategy: { initialDelay: 5, maxDelay: 10 },
        closeTimeout: 100,
      });
      t.after(end);
      const request = await logInRequest(() => {
        log('x');
        return once(sink, 'warn');
      });
      assert.equal(await countAlive([request]), 0);
    });

    it('is given up with the request, over udp', async (t) => {
      keepAlive(t);
      const receiver = await UdpReceiver.bind(t);
      const { sink, log, end } = open({ url: `udp://127.0.0.1:${receiver.port}`, quiet: true });
      t.after(end);
      const request = await logInRequest(() => {
        log('x');
        return sink.flush(PATIENT);
      });
      assert.equal(await countAlive([request]), 0);
    });
  });
}

/** Runs `log` in the context of a request, which then ends. */
async function logInRequest(log: () => Promise<unknown>): Promise<WeakRef<object>> {
  const request = { body: new Uint8Array(1_024) };
  await requests.run(request, log);
  return new WeakRef(request);
}
