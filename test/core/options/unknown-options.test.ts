import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { HekaOptions } from 'heka-core';
import { resolveOptions } from '../../../packages/core/src/delivery/resolve-options.ts';

const LEVEL_HINT = 'pino has it beside "target", winston among the options of its transport';

describe('unknown options', () => {
  const cases: readonly (readonly [object, readonly string[]])[] = [
    [{ hots: 'h' }, ['unknown option "hots"; did you mean "host"?']],
    [{ keepalive: true }, ['unknown option "keepalive"; did you mean "keepAlive"?']],
    [{ hmacc: {} }, ['unknown option "hmacc"; did you mean "hmac"?']],
    [{ unixSocket: '/x' }, ['unknown option "unixSocket"; did you mean "unixsocket"?']],
    [{ queue: { maxByte: 1 } }, ['unknown option "queue.maxByte"; did you mean "queue.maxBytes"?']],
    [{ maxBytes: 1 }, ['unknown option "maxBytes"; did you mean "queue.maxBytes"?']],
    [{ queueSize: 1 }, ['unknown option "queueSize"; did you mean "queue.maxBytes" or "queue.overflow"?']],
    [{ 'queue.maxBytes': 1 }, ['unknown option "queue.maxBytes"; write queue: { maxBytes: ... }']],
    [{ maxQueue: 1 }, ['unknown option "maxQueue"; did you mean "queue.maxBytes"?']],
    [{ level: 'error' }, [`unknown option "level"; ${LEVEL_HINT}`]],
    [
      { customLevels: {}, useOnlyCustomLevels: true },
      [
        'unknown option "customLevels"; it is an option of pino itself: pino({ customLevels })',
        'unknown option "useOnlyCustomLevels"; it is an option of pino itself: pino({ useOnlyCustomLevels })',
      ],
    ],
    [{ name: 'shop' }, ['unknown option "name"; did you mean "logger"?']],
    [{ app_name: 'shop' }, ['unknown option "app_name"; did you mean "logger"?']],
    [{ localhost: 'h' }, ['unknown option "localhost"; did you mean "hostname"?']],
    [{ protocolOptions: {} }, ['unknown option "protocolOptions"; did you mean "tls"?']],
    [{ key_version: 1 }, ['unknown option "key_version"; did you mean "hmac.keyVersion"?']],
    [
      { timeout: 1 },
      ['unknown option "timeout"; did you mean "confirmTimeout", "connectTimeout" or "closeTimeout"?'],
    ],
    [
      { hmac: { signer: 's', key: 'k', version: 2 } },
      ['unknown option "hmac.version"; did you mean "hmac.keyVersion"?'],
    ],
    [{ colour: 'red' }, ['unknown option "colour"']],
    [{ ab: 1 }, ['unknown option "ab"']],
    [{ foo: 1, ssl: true }, ['unknown option "foo"', 'unknown option "ssl"']],
    [{ ulr: 'x' }, ['unknown option "ulr"; did you mean "url"?']],
    [{ 'a\nb"': 1 }, ['unknown option "a\\nb\\""']],
    [
      { hots: 'h', prot: 1, hmac: { signer: 's', key: 'k', kay: 'hunter2' } },
      [
        'unknown option "hots"; did you mean "host"?',
        'unknown option "prot"; did you mean "port"?',
        'unknown option "hmac.kay"; did you mean "hmac.key"?',
      ],
    ],
  ];
  for (const [options, warnings] of cases) {
    it(`are reported: ${Object.keys(options).join(', ')}`, () => {
      assert.deepEqual(resolveOptions(options as HekaOptions).warnings, warnings);
    });
  }

  it('are not taken for what pino adds by itself', () => {
    const options = { lvels: {}, dedup: true } as HekaOptions;
    assert.deepEqual(resolveOptions(options, ['levels', 'dedupe', 'format']).warnings, [
      'unknown option "lvels"',
      'unknown option "dedup"',
    ]);
  });

  it('are not unknown where somebody else reads them', () => {
    const options = { level: 'info', lvel: 'info' } as HekaOptions;
    assert.deepEqual(resolveOptions(options, ['level']).warnings, [
      'unknown option "lvel"; did you mean "level"?',
    ]);
  });
});
