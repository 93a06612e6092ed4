import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createDelivery } from 'heka-core';
import { PlainServer } from '../../support/servers/plain-server.ts';

test('what an ending flush leaves unsettled is not confirmed, neither in its result nor in stats()', async (t) => {
  const server = await PlainServer.start(t);
  const delivery = createDelivery({ url: server.url, quiet: true });
  for (let index = 0; index < 10; index++) delivery.log({ payload: `${index}` });
  const result = await delivery.flush({ ending: true });
  assert.deepEqual([result.confirmed, result.unsettled, result.pending], [0, 10, 0]);
  const { accepted, confirmed, unsettled, pending } = delivery.stats();
  assert.deepEqual([accepted, confirmed, unsettled, pending], [10, 0, 10, 0]);

  const closed = await delivery.close();
  assert.deepEqual([closed.confirmed, closed.unsettled, closed.pending], [0, 10, 0]);
  assert.deepEqual([delivery.stats().confirmed, delivery.stats().unsettled], [0, 10]);
});
