import assert from 'node:assert/strict';
import { it } from 'node:test';
import { createDelivery, type HekaOptions, messageRecords, pinoRecords, winstonRecords } from 'heka-core';
import { resolveOptions } from '../../../packages/core/src/delivery/resolve-options.ts';
import { runApp } from '../../support/processes/run-app.ts';

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
/** Members of sections that are data, or options of Node's. */
const NAMES_INSIDE = ['file', 'env', 'type', 'representation', 'socket', 'rejectUnauthorized'];
const NAMES_OF_OTHERS = ['timeout', 'until', 'address', 'unixsocket', 'silenceErrors', 'hmc', 'levelMap'];

for (const name of NAMES_INSIDE) {
  it(`does not take Object.prototype.${name} for a member of an option`, () => {
    const options = {
      tls: { minVersion: 'TLSv1.3' },
      hmac: { signer: 'ops', key: { file: 'LICENSE' } },
      fieldTypes: { a: { type: 'double' } },
    } as const;
    const { signer } = options.hmac;
    const expected = resolveOptions(options);
    Reflect.defineProperty(Object.prototype, name, { value: 5, configurable: true });
    try {
      assert.deepEqual(resolveOptions({ ...options, hmac: { signer, key: { file: 'LICENSE' } } }), expected);
      assert.throws(() => resolveOptions({ hmac: { signer, key: {} as never } }), { code: 'INVALID_OPTION' });
    } finally {
      Reflect.deleteProperty(Object.prototype, name);
    }
  });
}

for (const name of [...NAMES, ...NAMES_OF_OTHERS]) {
  it(`does not take Object.prototype.${name} for an option`, async () => {
    const options: HekaOptions =
      name === 'quiet' ? { host: '127.0.0.1', silenceErrors: true } : { quiet: true };
    Reflect.defineProperty(Object.prototype, name, { value: 'not yours', configurable: true });
    try {
      for (const mapping of [messageRecords, pinoRecords, winstonRecords]) {
        const delivery = createDelivery({ ...options, queue: {} }, mapping);
        assert.equal(delivery.log({ payload: 'text' }), true);
        delivery.once('warn', ({ message }) => assert.fail(message));
        void delivery.flush({});
        void delivery.close({ timeout: 1 });
      }
    } finally {
      Reflect.deleteProperty(Object.prototype, name);
    }
  });
}

it('writes the same bytes whatever option is on Object.prototype, in every package', async () => {
  const { stdout, stderr } = await runApp('test/core/options/apps/polluted.ts', { hangGuardMs: 240_000 });
  assert.equal(stdout, 'done\n', stderr);
});
