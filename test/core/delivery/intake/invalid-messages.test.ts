import assert from 'node:assert/strict';
import { once } from 'node:events';
import { describe, it } from 'node:test';
import type { DeliveryEvents, HekaError, MessageInit } from 'heka-core';
import { openDelivery } from '../../../support/open-delivery.ts';

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
