import assert from 'node:assert/strict';
import { it } from 'node:test';
import { createDelivery, type HekaOptions, messageRecords, pinoRecords, winstonRecords } from 'heka-core';

/** Options of every kind, at the top and in a section, and aliases. */
const NAMES = [
  'host',
  'port',
  'url',
  'mode',
  'spool',
  'filter',
  'hmac',
  'queue',
  'maxBytes',
  'maxFields',
  'quiet',
];
const NAMES_OF_OTHERS = ['address', 'unixsocket', 'silenceErrors', 'hmc', 'levelMap'];

for (const name of [...NAMES, ...NAMES_OF_OTHERS]) {
  it(`does not take Object.prototype.${name} for an option`, async () => {
    const options: HekaOptions =
      name === 'quiet' ? { host: '127.0.0.1', silenceErrors: true } : { quiet: true };
    Reflect.defineProperty(Object.prototype, name, { value: 'not yours', configurable: true });
    try {
      for (const mapping of [messageRecords, pinoRecords, winstonRecords]) {
        const delivery = createDelivery({ ...options, queue: {} }, mapping);
        assert.equal(delivery.log({ payload: 'text' }), true);
        void delivery.close({ timeout: 1 });
      }
    } finally {
      Reflect.deleteProperty(Object.prototype, name);
    }
  });
}
