import assert from 'node:assert/strict';
import { it } from 'node:test';
import { openClient } from '../../support/messages/client-bytes.ts';
import { messageOf } from '../../support/messages/frame-fields.ts';

/** Gives the numbers in turn, again and again. */
function sequence(...numbers: readonly number[]): () => number {
  let next = 0;
  return () => numbers[next++ % numbers.length] ?? 0;
}

it('a call with a rate below 1 is sent with that probability, and says so', async (t) => {
  const { client, server } = await openClient(t, { random: sequence(0.1, 0.5, 0.25, 0.2499) });
  for (let call = 0; call < 8; call++) client.incr(`c${call}`, { rate: 0.25 });
  for (let call = 0; call < 4; call++) client.gauge(`g${call}`, 1, { rate: 0.25 });
  for (let call = 0; call < 4; call++) client.timer(`t${call}`, { rate: 0.25 }).stop();
  await client.flush({ timeout: 30_000 });
  const messages = server.frames.map(messageOf);
  assert.deepEqual(
    messages.map(({ fields }) => fields.map(({ values }) => values[0])),
    ['c0', 'c3', 'c4', 'c7', 'g0', 'g3', 't0', 't3'].map((name) => [name, 0.25]),
  );
  assert.equal(client.stats().accepted, 8);
});

it('rate 0 sends nothing, rate 1 everything without a random number', async (t) => {
  const { client } = await openClient(t, { random: () => 0 });
  client.incr('never', { rate: 0 });
  assert.equal(client.stats().accepted, 0);
  const { client: other } = await openClient(t, {
    random: () => assert.fail('no number is needed'),
  });
  other.incr('always');
  other.incr('always', { rate: 1 });
  assert.equal(other.stats().accepted, 2);
});
