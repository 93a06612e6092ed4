import assert from 'node:assert/strict';
import { afterEach, describe, it, type TestContext } from 'node:test';
import {
  createClient,
  deleteClient,
  getClient,
  type HekaClient,
  setClient,
  setDefaultClient,
} from 'heka-core';
import { messageOf } from '../../support/messages/frame-fields.ts';
import { PlainServer } from '../../support/servers/plain-server.ts';

const names = ['first', 'second', 'third'];

afterEach(() => {
  for (const name of names) deleteClient(name);
});

function capturing(t: TestContext, logger: string): HekaClient {
  const client = createClient({ logger, capture: true });
  t.after(() => client.close());
  return client;
}

describe('getClient', () => {
  it('gives the same client for a name each time, with the name as its logger', () => {
    const first = getClient('first', { capture: true });
    assert.equal(getClient('first'), first);
    assert.notEqual(getClient('second'), first);
    first.incr('hits');
    assert.equal(first.captured[0]?.logger, 'first');
  });

  it('gives the default client without a name: the first one, or the one that was set', (t) => {
    assert.equal(getClient(), undefined);
    const first = getClient('first', { capture: true });
    const second = capturing(t, 'second');
    setClient('second', second);
    assert.equal(getClient(), first);
    setDefaultClient('second');
    assert.equal(getClient(), second);
    setDefaultClient('third');
    assert.equal(getClient(), undefined);
    assert.equal(getClient('third', { capture: true }), getClient());
  });

  it('gives a client that works before it is configured, and configures it in place later', async (t) => {
    const server = await PlainServer.start(t);
    process.env['HEKA_URL'] = server.url;
    const early = getClient('first');
    delete process.env['HEKA_URL'];
    early.timer('render').stop();
    assert.equal(early.logger, 'first');
    assert.equal(getClient('first', { severity: 3, capture: true }), early);
    early.heka('order');
    assert.deepEqual(
      early.captured.map(({ type, logger, severity }) => ({ type, logger, severity })),
      [{ type: 'order', logger: 'first', severity: 3 }],
    );
    await server.until(() => server.frames.length === 1);
    assert.equal(messageOf(server.frames[0] ?? '').type, 'timer');
  });

  it('takes a configuration of heka-py', () => {
    const client = getClient('first', {
      severity: 4,
      stream: { class: 'heka.streams.DebugCaptureStream' },
      filters: [['heka.filters.severity_max_provider', { severity: 4 }]],
    });
    client.heka('order');
    client.info('too much');
    assert.deepEqual(
      client.captured.map(({ type, logger, severity }) => ({ type, logger, severity })),
      [{ type: 'order', logger: 'first', severity: 4 }],
    );
    assert.equal(
      getClient('first', { stream_class: 'heka.streams.DebugCaptureStream', logger: 'first' }),
      client,
    );
  });

  it('refuses a configuration whose logger is another one', () => {
    assert.throws(() => getClient('first', { logger: 'second' }), {
      code: 'INVALID_OPTION',
      message:
        'INVALID_OPTION: option "logger" is "second", allowed: "first", the name of the client, or none',
    });
    assert.equal(getClient(), undefined);
    getClient('first', { logger: 'first', capture: true });
  });

  it('refuses what is no name', () => {
    for (const name of ['', 5, null] as never[]) {
      assert.throws(() => getClient(name), { code: 'INVALID_OPTION' });
      assert.throws(() => setClient(name, undefined as never), { code: 'INVALID_OPTION' });
      assert.throws(() => setDefaultClient(name), { code: 'INVALID_OPTION' });
    }
  });
});

describe('deleteClient', () => {
  it('forgets a client, which can still be used', () => {
    const first = getClient('first', { capture: true });
    assert.equal(deleteClient('first'), true);
    assert.equal(deleteClient('first'), false);
    assert.equal(getClient(), undefined);
    first.incr('hits');
    assert.equal(first.captured.length, 1);
    assert.notEqual(getClient('first', { capture: true }), first);
  });
});
