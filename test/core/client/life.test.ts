import assert from 'node:assert/strict';
import { once } from 'node:events';
import { describe, it } from 'node:test';
import { createClient, HekaError, severityMax } from 'heka-core';
import { openClient } from '../../support/messages/client-bytes.ts';
import { messageOf } from '../../support/messages/frame-fields.ts';
import { PlainServer } from '../../support/servers/plain-server.ts';

describe('a client', () => {
  it('has the life of a delivery: ready, flush, stats, events, close', async (t) => {
    const { client, server } = await openClient(t);
    const connected = once(client, 'connected');
    await client.ready();
    client.info('a');
    const [{ address }] = (await connected) as [{ address: string }];
    assert.match(address, /127\.0\.0\.1/);
    assert.equal((await client.flush({ timeout: 30_000 })).confirmed, 1);
    assert.equal(server.frames.length, 1);
    const { accepted, confirmed } = client.stats();
    assert.deepEqual({ accepted, confirmed }, { accepted: 1, confirmed: 1 });
    await client.close();
    client.info('too late');
    assert.deepEqual(client.stats().dropped, { closed: 1 });
  });

  it('asks its filters before a message counts as accepted', async (t) => {
    const { client, server } = await openClient(t, { filters: [severityMax(4), 'Type != "noise"'] });
    client.info('not severe enough');
    client.heka('noise', { severity: 1 });
    client.heka('order', { severity: 1 });
    await client.flush({ timeout: 30_000 });
    assert.deepEqual(
      server.frames.map((frame) => messageOf(frame).type),
      ['order'],
    );
    const { accepted, filtered } = client.stats();
    assert.deepEqual({ accepted, filtered }, { accepted: 1, filtered: 2 });
  });

  it('cuts a message that is too large, and counts it', async (t) => {
    const { client, server } = await openClient(t, { maxMessageBytes: 2048 });
    client.heka('order', { payload: 'x'.repeat(10_000), fields: { kept: true } });
    await client.flush({ timeout: 30_000 });
    const { payload, fields } = messageOf(server.frames[0] ?? '');
    assert.ok(payload !== undefined && payload.length > 1000 && payload.length < 2048);
    assert.deepEqual(
      fields.map(({ name }) => name),
      ['kept', 'truncated'],
    );
    assert.equal(client.stats().truncated, 1);
  });

  it('is named after the package of the application, if nothing else names it', () => {
    const client = createClient({ quiet: true });
    assert.equal(client.logger, 'heka-js');
    assert.equal(client.severity, 6);
  });

  it('takes new options in place; what was logged before goes where it was to go', async (t) => {
    const { client, server } = await openClient(t);
    const other = await PlainServer.start(t);
    const timer = client.timer('render');
    client.info('before');
    client.configure({
      url: other.url,
      logger: 'new',
      severity: 3,
      disabledTimers: '*',
      settleTime: 20,
      quiet: true,
    });
    assert.equal(client.logger, 'new');
    client.heka('after');
    timer.stop();
    await client.flush({ timeout: 30_000 });
    assert.deepEqual(
      server.frames.map((frame) => messageOf(frame).payload),
      ['before'],
    );
    assert.deepEqual(
      other.frames.map(messageOf).map(({ type, logger, severity }) => ({ type, logger, severity })),
      [{ type: 'after', logger: 'new', severity: 3 }],
    );
  });

  it('goes on as it was if new options are wrong', async (t) => {
    const { client, server } = await openClient(t);
    assert.throws(() => client.configure({ url: 'tcp://h', port: 1 }), { code: 'INVALID_OPTION' });
    assert.throws(() => client.configure({ severity: 9 }), { code: 'INVALID_OPTION' });
    assert.throws(() => client.configure({ plugins: { x: { provider: './nowhere.mjs' } } }), {
      code: 'INVALID_OPTION',
    });
    client.info('as before');
    await client.flush({ timeout: 30_000 });
    assert.equal(messageOf(server.frames[0] ?? '').logger, 'shop');
  });

  it('takes what the environment says in the place of options, and shows it without its key', async (t) => {
    const server = await PlainServer.start(t);
    const variables = {
      HEKA_URL: server.url,
      HEKA_LOGGER: 'from the environment',
      HEKA_HMAC_SIGNER: 'ops',
      HEKA_HMAC_KEY: 'hunter2',
    };
    Object.assign(process.env, variables);
    const client = createClient({ settleTime: 20, quiet: true });
    for (const name of Object.keys(variables)) Reflect.deleteProperty(process.env, name);
    t.after(() => client.close({ timeout: 1 }));
    client.info('signed');
    await client.flush({ timeout: 30_000 });
    assert.equal(client.logger, 'from the environment');
    assert.equal(messageOf(server.frames[0] ?? '').logger, 'from the environment');
    assert.ok(server.frames[0]?.includes(Buffer.from('ops').toString('hex')));
    assert.deepEqual(client.config['environment'], { ...variables, HEKA_HMAC_KEY: '[redacted]' });
  });

  it('shows its configuration, without keys and passwords', async (t) => {
    const { client, server } = await openClient(t, {
      hmac: { signer: 's', key: 'the key' },
      disabledTimers: ['a'],
      filters: [severityMax(4), 'Type != "x"'],
      queue: { maxBytes: '8mb' },
      passphrase: undefined,
      plugins: { audit: { provider: () => () => 1, config: { password: 'hunter2', user: 'ann' } } },
    } as never);
    assert.deepEqual(JSON.parse(JSON.stringify(client.config)), {
      url: server.url,
      logger: 'shop',
      hostname: 'web1.example',
      pid: 4711,
      settleTime: 20,
      quiet: true,
      hmac: { signer: 's', key: '[redacted]' },
      filter: ['[function without a name]', 'Type != "x"'],
      queue: { maxBytes: '8mb' },
      severity: 6,
      disabledTimers: ['a'],
      plugins: {
        audit: { provider: '[function provider]', config: { password: '[redacted]', user: 'ann' } },
      },
    });
    assert.throws(() => Object.assign(client.config, { logger: 'other' }), TypeError);
  });
});

const wrong: readonly (readonly [object, RegExp])[] = [
  [{ severity: 8 }, /option "severity" is 8, allowed: an integer from 0 to 7, or a name such as "warning"/],
  [{ severity: 'bad' }, /option "severity" is "bad"/],
  [
    { disabledTimers: 5 },
    /option "disabledTimers" is 5, allowed: the name of a timer, "\*" for all, or an array of names/,
  ],
  [{ disabledTimers: [5] }, /option "disabledTimers" is an array/],
  [{ filters: 5 }, /option "filter" is 5/],
  [{ filters: [], filter: [] }, /options "filters" and "filter" contradict each other/],
  [{ random: 5 }, /option "random" is 5, allowed: a function/],
  [{ plugins: 5 }, /option "plugins" is 5/],
  [{ fields: { a: null } }, /option "fields": field "a" is null/],
  [{ logger: 5 }, /option "logger" is 5/],
];

describe('a client is refused', () => {
  for (const [options, message] of wrong) {
    it(JSON.stringify(options), () => {
      assert.throws(
        () => createClient(options),
        (error) => {
          assert.ok(error instanceof HekaError);
          assert.equal(error.code, 'INVALID_OPTION');
          assert.match(error.message, message);
          return true;
        },
      );
    });
  }
});
