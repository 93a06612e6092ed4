import assert from 'node:assert/strict';
import { it } from 'node:test';
import { createClient, HekaError } from 'heka-core';
import { openDelivery } from '../../../support/delivery/open-delivery.ts';
import { messageOf } from '../../../support/messages/frame-fields.ts';
import { startReceiver } from '../../../support/receivers/start-receiver.ts';

it('a transform that throws is reported, and its message is sent without its data', async (t) => {
  const errors: Error[] = [];
  const { delivery, server } = await openDelivery(t, {
    onError: (error) => errors.push(error),
    transform: () => {
      throw new RangeError('hunter2');
    },
  });
  assert.equal(delivery.log({ type: 'a', payload: 'hunter2' }), true);
  await delivery.flush({ timeout: 30_000 });
  const [frame] = server.frames;
  assert.ok(frame);
  const { type, payload } = messageOf(frame);
  assert.deepEqual({ type, payload }, { type: 'a', payload: '[Throws: RangeError in transform]' });
  const [error] = errors;
  assert.ok(error instanceof HekaError);
  assert.equal(error.code, 'TRANSFORM_FAILED');
  assert.match(
    error.message,
    /^TRANSFORM_FAILED: transform threw, its message is sent with headers only: \[Throws: RangeError\] at .*transform.*transform\.test\.ts:\d+:\d+\)?$/,
  );
});

const wrongResults: readonly (readonly [unknown, string])[] = [
  [null, 'null'],
  [5, '5'],
  ['hunter2', 'a string'],
  [Promise.resolve({}), 'a promise'],
];

for (const [result, shown] of wrongResults) {
  it(`a transform that returns ${shown} is reported with what is allowed`, async (t) => {
    const errors: Error[] = [];
    const { delivery, server } = await openDelivery(t, {
      onError: (error) => errors.push(error),
      transform: () => result as object,
    });
    delivery.log({ type: 'a', payload: 'hunter2' });
    await delivery.flush({ timeout: 30_000 });
    const [frame] = server.frames;
    assert.ok(frame);
    assert.equal(messageOf(frame).payload, '[Throws: TypeError in transform]');
    assert.equal(
      errors[0]?.message,
      `TRANSFORM_FAILED: transform returned ${shown}, allowed: an object, or nothing; its message is sent with headers only`,
    );
  });
}

it('messages of our own are not transformed', async (t) => {
  const { delivery, server } = await openDelivery(t, {
    maxMessageBytes: 1024,
    oversize: 'drop',
    transform: (record) => ({ ...record, logger: 'changed' }),
  });
  delivery.log({ payload: 'x'.repeat(2000) });
  delivery.log({ type: 'a' });
  await delivery.close();
  const loggers = server.frames.map((frame) => {
    const { type, logger } = messageOf(frame);
    return [type, logger];
  });
  assert.deepEqual(
    loggers.filter(([type]) => type === 'a'),
    [['a', 'changed']],
  );
  assert.equal(
    loggers.some(([type, logger]) => type === 'log.dropped' && logger === 'changed'),
    false,
  );
});

it('the record of a client is the fields of a call', async (t) => {
  const receiver = await startReceiver(t);
  const client = createClient({
    url: receiver.url,
    logger: 'app',
    transform: (fields) => ({ ...fields, region: 'eu' }),
    redact: ['user.password'],
  });
  const fields = { user: { name: 'ann', password: 'hunter2' } };
  client.heka('login', { fields });
  client.incr('logins', { fields });
  await client.close();
  for (const { fields: sent } of await receiver.waitFor(2)) {
    const values = Object.fromEntries(sent.map(({ name, values: [value] }) => [name, value]));
    assert.equal(values['user.name'], 'ann');
    assert.equal(values['user.password'], '[Redacted]');
    assert.equal(values['region'], 'eu');
  }
  assert.equal(fields.user.password, 'hunter2');
});
