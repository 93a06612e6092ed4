import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { resolveOptions } from '../../../packages/core/src/delivery/resolve-options.ts';
import { givenMembers } from '../../support/given-members.ts';

/** The options as somebody writes them who comes from another transport. */
function resolve(options: object): ReturnType<typeof resolveOptions> {
  return resolveOptions(options);
}

describe('options of other transports', () => {
  it('are taken as pino-socket has them, defaults that mean nothing included', () => {
    const { target, batching, warnings } = resolve({
      unixsocket: '',
      address: '10.0.0.1',
      mode: 'tcp',
      port: 514,
      maxUdpPacketSize: null,
      reconnect: true,
      reconnectTries: Infinity,
      recovery: false,
      recoveryQueueMaxSize: 1024 * 1024,
    });
    assert.deepEqual(givenMembers(target), {
      kind: 'tcp',
      host: '10.0.0.1',
      port: 514,
      family: 0,
      keepAlive: true,
    });
    assert.equal(batching.maxDatagramBytes, 8192);
    assert.deepEqual(warnings, []);
  });

  const wrong: readonly (readonly [object, string])[] = [
    [
      { host: 'h', protocol: 'udp4', type: '5424' },
      'option "type" is "5424", allowed: a message type such as "log"; the format of a syslog line, which winston-syslog calls type, has no meaning here: leave it out',
    ],
    [
      { protocol: 'unix-connect', path: '/dev/log' },
      'option "protocol" is "unix-connect", allowed: "tcp", "tls", "udp" or "unix" (also "tcp4", "tcp6", "tls4", "tls6", "udp4", "udp6"); what winston-syslog calls "unix-connect" is "unix" here',
    ],
    [
      { host: 'h', type: 'RFC3164' },
      'option "type" is "RFC3164", allowed: a message type such as "log"; the format of a syslog line, which winston-syslog calls type, has no meaning here: leave it out',
    ],
    [
      { filename: 'app.log' },
      'option "filename" is "app.log", allowed: together with mode "unix" only, as the path of a socket; files are not written by this version',
    ],
    [
      { filename: 'app.log', dirname: '/var/log', maxsize: 1e6 },
      'option "filename" is "app.log", allowed: together with mode "unix" only, as the path of a socket; files are not written by this version',
    ],
  ];
  for (const [options, message] of wrong) {
    it(`are refused by name: ${JSON.stringify(options)}`, () => {
      assert.throws(() => resolve(options), {
        code: 'INVALID_OPTION',
        message: `INVALID_OPTION: ${message}`,
      });
    });
  }

  it('are refused by name: a URL that a worker thread was given, of which nothing is left', () => {
    const cloned: unknown = structuredClone({ url: new URL('tcp://h:1') });
    assert.throws(() => resolve(cloned as object), {
      message:
        /^INVALID_OPTION: option "url" is an object, allowed: .*; a URL object is lost on its way to a worker thread: give its text, url\.href$/,
    });
  });
});

describe('an option that is undefined, null or empty', () => {
  const nothing = [undefined, null, ''];

  for (const value of nothing) {
    it(`counts as not given: ${JSON.stringify(value)}`, () => {
      const names = ['port', 'family', 'keepAlive', 'ca', 'hmac', 'queue', 'settleTime', 'type', 'separator'];
      const options = Object.fromEntries(names.map((name) => [name, value]));
      assert.deepEqual(resolve(options), resolve({}));
      assert.deepEqual(resolve({ queue: { maxBytes: value, overflow: value } }), resolve({}));
      assert.deepEqual(resolve({ unknown: value }).warnings, []);
    });

    for (const name of ['url', 'host', 'address', 'path', 'unixsocket']) {
      it(`warns if it was to say where messages go: ${name} ${JSON.stringify(value)}`, () => {
        assert.deepEqual(resolve({ [name]: value, logger: 'x' }).warnings, [
          `option "${name}" is ${value === '' ? '""' : value}, so that messages go to tcp://127.0.0.1:5565`,
        ]);
      });
    }
  }

  it('does not warn beside an option that says where messages go', () => {
    assert.deepEqual(resolve({ url: 'tcp://h:1', host: undefined, path: '' }).warnings, []);
    assert.deepEqual(resolve({ url: undefined, path: '/run/heka.sock' }).warnings, []);
    assert.deepEqual(resolve({ url: null, host: 'h' }).warnings, []);
  });

  it('warns beside a port, which does not say which machine', () => {
    assert.deepEqual(resolve({ url: undefined, mode: 'udp', port: 1 }).warnings, [
      'option "url" is undefined, so that messages go to udp://127.0.0.1:1',
    ]);
  });

  it('is missing if it is required', () => {
    for (const value of [undefined, null]) {
      assert.throws(() => resolve({ hmac: { signer: 'ops', key: value } }), {
        message: 'INVALID_OPTION: option "hmac.key" is missing',
      });
    }
  });

  it('is called empty if it is required and an empty text', () => {
    assert.throws(() => resolve({ hmc: { signer: 'ops', key: '' } }), {
      message:
        'INVALID_OPTION: option "hmc.key" is empty, allowed: a non-empty string or bytes, { file: path } or { env: name }',
    });
    assert.throws(() => resolve({ hmac: { signer: '', key: 'k' } }), {
      message: 'INVALID_OPTION: option "hmac.signer" is empty, allowed: a string of 1 to 218 bytes',
    });
  });
});
