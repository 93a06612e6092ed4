import assert from 'node:assert/strict';
import { once } from 'node:events';
import { describe, it } from 'node:test';
import type { DeliveryEvents, HekaError, MessageInit } from 'heka-core';
import { openDelivery } from '../../../support/delivery/open-delivery.ts';

const wrong: readonly (readonly [message: unknown, reason: string])[] = [
  [
    { payload: 'x', fields: [{ name: 'len', type: 'integer', values: [1.5] }] },
    'fields[0].values[0] is 1.5, allowed: a bigint of 64 bits',
  ],
  [
    { pyload: 'x' },
    'the message has none of the members uuid, timestamp, type, logger, severity, payload, envVersion, pid, hostname, fields; did you mean "payload"?',
  ],
  [
    {},
    'the message has none of the members uuid, timestamp, type, logger, severity, payload, envVersion, pid, hostname, fields',
  ],
  [42, 'the message is 42, allowed: an object or a string'],
];

describe('a message with a member that no message has', () => {
  it('is sent without it, and each such member is reported once', async (t) => {
    const errors: string[] = [];
    const { delivery, server } = await openDelivery(t, { onError: ({ message }) => errors.push(message) });
    for (let round = 0; round < 2; round++) {
      assert.equal(delivery.log({ payload: 'x', pidd: 1, extra: 2 } as MessageInit), true);
    }
    const sent = 'INVALID_MESSAGE: messages are sent without the member';
    assert.deepEqual(errors, [
      `${sent} "pidd", which no message has; did you mean "pid"?`,
      `${sent} "extra", which no message has`,
    ]);
    await server.until(() => server.frames.length === 2);
    // Nothing stands behind the payload: tag, length, text.
    assert.deepEqual(
      server.frames.map((hex) => hex.slice(-6)),
      ['320178', '320178'],
    );
  });

  it('may have it for the option transform, which takes it away', async (t) => {
    const errors: HekaError[] = [];
    const { delivery, server } = await openDelivery(t, {
      onError: (error) => errors.push(error),
      transform: ({ secret, ...rest }) => ({ ...rest, type: String(secret) }),
    });
    delivery.log({ payload: 'x', secret: 'y' } as MessageInit);
    await server.until(() => server.frames.length === 1);
    assert.deepEqual(errors, []);
  });
});

describe('a message that cannot be encoded', () => {
  for (const [message, reason] of wrong) {
    it(`says why: ${reason.slice(0, 60)}`, async (t) => {
      const errors: HekaError[] = [];
      const { delivery } = await openDelivery(t, { onError: (error) => errors.push(error) });
      assert.equal(delivery.log(message as MessageInit), false);
      const text = `INVALID_MESSAGE: ${reason}`;
      const { lastError } = delivery.stats();
      assert.equal(lastError?.message, text);
      assert.equal(lastError.code, 'INVALID_MESSAGE');
      assert.deepEqual(
        errors.map(({ message: each }) => each),
        [text],
      );
      const [event] = (await once(delivery, 'dropped')) as DeliveryEvents['dropped'];
      assert.deepEqual(event, { reason: 'encode', messages: 1, error: errors[0] });
    });
  }
});
