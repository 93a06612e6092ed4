import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createSender, type HekaOptions } from 'heka-core';
import { resolveOptions } from '../../../packages/core/src/delivery/resolve-options.ts';
import { givenMembers } from '../../support/given-members.ts';
import { runApp } from '../../support/processes/run-app.ts';
import { startReceiver } from '../../support/receivers/start-receiver.ts';

type Environment = Readonly<Record<string, string>>;

function resolve(options: HekaOptions, env: Environment): ReturnType<typeof resolveOptions> {
  return resolveOptions(options, [], env);
}

const local = { kind: 'tcp', host: '127.0.0.1', port: 5565, family: 0, keepAlive: true };
const signing = { HEKA_HMAC_SIGNER: 'ops', HEKA_HMAC_KEY: 's3cret' };

describe('environment variables', () => {
  it('are the defaults of options that are not given', () => {
    const env = {
      HEKA_URL: 'udp://h:514',
      HEKA_LOGGER: 'shop',
      ...signing,
      HEKA_HMAC_KEY_VERSION: '3',
    };
    const { target, mapping, hmac, warnings } = resolve({}, env);
    assert.deepEqual(givenMembers(target), { kind: 'udp', host: 'h', port: 514, family: 0 });
    assert.equal(mapping.logger, 'shop');
    assert.deepEqual(hmac, {
      signer: 'ops',
      key: Buffer.from('s3cret'),
      keyVersion: 3,
      hashFunction: 'sha1',
    });
    assert.deepEqual(warnings, []);
  });

  it('count as not set when they are empty', () => {
    const env = {
      HEKA_URL: '',
      HEKA_LOGGER: '',
      HEKA_HMAC_SIGNER: '',
      HEKA_HMAC_KEY: '',
      HEKA_HMAC_KEY_VERSION: '',
    };
    assert.deepEqual(resolve({}, env), resolve({}, {}));
  });

  const given: readonly (readonly [HekaOptions, Environment, object])[] = [
    [{ url: 'tcp://127.0.0.1' }, { HEKA_URL: 'udp://h' }, { target: local }],
    [{ host: '127.0.0.1' }, { HEKA_URL: 'udp://h' }, { target: local }],
    [{ port: 5565 }, { HEKA_URL: 'udp://h' }, { target: local }],
    [{ mode: 'tcp' }, { HEKA_URL: 'udp://h' }, { target: local }],
    [{ path: '/x' }, { HEKA_URL: 'udp://h' }, { target: { kind: 'unix', path: '/x' } }],
    [
      { hmac: { signer: 'a', key: 'k', hashFunction: 'md5' } },
      { ...signing, HEKA_HMAC_KEY_VERSION: '3' },
      { hmac: { signer: 'a', key: Buffer.from('k'), keyVersion: 1, hashFunction: 'md5' } },
    ],
  ];
  for (const [options, env, expected] of given) {
    it(`lose against an option: ${JSON.stringify(options)} beside ${Object.keys(env).join(', ')}`, () => {
      const resolved: Readonly<Record<string, unknown>> = { ...resolve(options, env) };
      for (const [name, value] of Object.entries(expected))
        assert.deepEqual(givenMembers(resolved[name]), value);
    });
  }

  it('lose against the logger that is given', () => {
    assert.equal(resolve({ logger: 'mine' }, { HEKA_LOGGER: 'shop' }).mapping.logger, 'mine');
  });

  it('say where messages go if the option for it is undefined', () => {
    const { target, warnings } = resolve({ url: undefined } as unknown as HekaOptions, {
      HEKA_URL: 'tcp://h:1',
    });
    assert.deepEqual(givenMembers(target), { ...local, host: 'h', port: 1 });
    assert.deepEqual(warnings, []);
  });

  it('are read by a sender as well', (test) => {
    process.env['HEKA_URL'] = 'tcp://192.0.2.1:7';
    test.after(() => delete process.env['HEKA_URL']);
    assert.equal(createSender().url, 'tcp://192.0.2.1:7');
    assert.equal(createSender({ host: '192.0.2.2' }).url, 'tcp://192.0.2.2:5565');
  });

  const wrong: readonly (readonly [HekaOptions, Environment, RegExp])[] = [
    [
      {},
      { HEKA_URL: 'localhost' },
      /^INVALID_OPTION: environment variable "HEKA_URL" is "localhost", allowed: /,
    ],
    [
      { ca: 'ca.pem' },
      { HEKA_URL: 'tcp://h' },
      /^INVALID_OPTION: environment variable "HEKA_URL" and option "ca" contradict each other, allowed: TLS with a "tls:\/\/" url only$/,
    ],
    [
      {},
      { HEKA_LOGGER: 'x'.repeat(256) },
      /^INVALID_OPTION: environment variable "HEKA_LOGGER" is "x{60}\.\.\.", allowed: a string of 1 to 255 characters$/,
    ],
    [{}, { HEKA_HMAC_SIGNER: 'ops' }, /^INVALID_OPTION: environment variable "HEKA_HMAC_KEY" is missing$/],
    [{}, { HEKA_HMAC_KEY: 's3cret' }, /^INVALID_OPTION: environment variable "HEKA_HMAC_SIGNER" is missing$/],
    [
      {},
      { ...signing, HEKA_HMAC_KEY_VERSION: 'two' },
      /^INVALID_OPTION: environment variable "HEKA_HMAC_KEY_VERSION" is "two", allowed: an integer from 0 to 4294967295$/,
    ],
  ];
  for (const [options, env, message] of wrong) {
    it(`are refused by name: ${JSON.stringify(env)}`, () => {
      assert.throws(
        () => resolve(options, env),
        (error: Error) => {
          assert.match(error.message, message);
          assert.doesNotMatch(error.message, /s3cret/);
          return true;
        },
      );
    });
  }

  it('reach a delivery that is given no option', async (test) => {
    const receiver = await startReceiver(test, { signers: { ops_2: 's3cret' }, requireSignature: true });
    const { code, stderr } = await runApp('test/core/options/apps/default-delivery.ts', {
      env: { ...signing, HEKA_URL: receiver.url, HEKA_LOGGER: 'shop', HEKA_HMAC_KEY_VERSION: '2' },
    });
    assert.deepEqual({ code, stderr }, { code: 0, stderr: '' });
    const [message] = await receiver.waitFor(1);
    assert.deepEqual(
      { logger: message?.logger, payload: message?.payload },
      { logger: 'shop', payload: 'from the environment' },
    );
  });
});
