import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createDelivery } from 'heka-core';

const notAvailableUrl =
  'is not available in this version, allowed: "tcp://host:port", "tls://host:port", "udp://host:port" or "unix:///path" (without a port it is 5565)';

const notAvailable: readonly (readonly [object, string])[] = [
  [{ spool: '/var/spool/heka' }, 'option "spool" is not available in this version'],
  [{ hosts: ['a', 'b'] }, 'option "hosts" is not available in this version'],
  [{ servers: ['a', 'b'] }, 'option "servers" is not available in this version'],
  [{ strategy: 'failover' }, 'option "strategy" is not available in this version'],
  [{ url: ['tcp://a', 'tcp://b'] }, `option "url" as an array ${notAvailableUrl}`],
  [{ url: 'https://h' }, `option "url" with the scheme "https:" ${notAvailableUrl}`],
  [{ url: 'file:///x' }, `option "url" with the scheme "file:" ${notAvailableUrl}`],
  [{ url: 'stdout:' }, `option "url" with the scheme "stdout:" ${notAvailableUrl}`],
  [
    { mode: 'http' },
    'option "mode" with the value "http" is not available in this version, allowed: "tcp", "tls", "udp" or "unix" (also "tcp4", "tcp6", "tls4", "tls6", "udp4", "udp6")',
  ],
  [
    { encoding: 'json' },
    'option "encoding" with the value "json" is not available in this version, allowed: "protobuf"',
  ],
  [
    { handleSignals: true },
    'option "handleSignals" with the value true is not available in this version, allowed: false',
  ],
  [
    { exitHandoff: 'child' },
    'option "exitHandoff" with the value "child" is not available in this version, allowed: "none"',
  ],
];

describe('options of a later version are refused', () => {
  for (const [options, message] of notAvailable) {
    it(message, () => {
      assert.throws(() => createDelivery(options), {
        code: 'INVALID_OPTION',
        message: `INVALID_OPTION: ${message}`,
      });
    });
  }
});
