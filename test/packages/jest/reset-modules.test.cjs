'use strict';
// A part of heka-core that is first used after Jest has reset its modules belongs to the heka-core that the test holds: it
// throws the same HekaError, and does not load the base once more.
const core = require('heka-core');
const testing = require('heka-core/testing');
const pino = require('pino');
const { hekaDestination } = require('pino-heka');
const winston = require('winston');
const HekaTransport = require('winston-heka');
const scenarios = require('../scenarios.cjs');

beforeEach(() => jest.resetModules());

/** The parts that have been loaded since the reset, in order. */
function parts() {
  const found = Object.keys(require.cache).map(
    (file) => /heka-core[\\/]dist[\\/]parts[\\/](\w+)\.cjs$/.exec(file)?.[1],
  );
  return found.filter((part) => part !== undefined);
}

test.each([
  ['matching', () => core.createMatcher('Severty == 3')],
  ['reading', () => core.decodeMessage(Buffer.from([0xff]))],
  ['signing', () => core.createSigner({ signer: 5, key: 'secret' })],
  ['tls', () => core.createDelivery({ url: 'tls://127.0.0.1:1', ca: '/nonexistent' })],
  ['client', () => core.createClient({ url: 'nowhere' })],
])('%s throws the HekaError of heka-core', (part, use) => {
  expect(use).toThrow(core.HekaError);
  expect(parts()).toEqual([part]);
});

test('datagram fails with the HekaError of heka-core', async () => {
  const sender = core.createSender({ url: 'udp://127.0.0.1:1' });
  sender.close();
  const error = await new Promise((resolve) => sender.send(Buffer.from('a'), resolve));
  expect(error).toBeInstanceOf(core.HekaError);
  expect(parts()).toEqual(['datagram']);
});

test('receiver rejects with the HekaError of heka-core', async () => {
  const opened = testing.createReceiver({ thread: false, maxMessageBytes: 'large' });
  await expect(opened).rejects.toBeInstanceOf(core.HekaError);
  expect(parts()).toEqual(['receiver']);
});

test('winston delivers through the base that it holds', async () => {
  await scenarios.winstonArrives(winston, HekaTransport, testing);
  expect(parts()).toEqual(['winston']);
});

test('pino delivers through the base that it holds', async () => {
  await scenarios.pinoArrives(pino, hekaDestination, testing);
  expect(parts()).toEqual(['pino']);
});
