import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { HekaClient } from 'heka-core';
import { openClient } from '../../support/messages/client-bytes.ts';
import { messageOf } from '../../support/messages/frame-fields.ts';

const cause = new RangeError('too far');
const error = new TypeError('no number', { cause });
const stacks = `${error.stack}\ncaused by: ${cause.stack}`;

/** An error whose stack is nothing to print. */
const bare = Object.assign(new Error('bare'), { stack: undefined });

/** Refuses to be a text. */
const hostile = {
  toString(): never {
    throw new RangeError('no');
  },
};

const cases: readonly (readonly [string, (client: HekaClient) => void, string])[] = [
  ['an Error that comes last', (client) => client.error('%s failed', 'it', error), `it failed\n${stacks}`],
  ['an Error alone', (client) => client.error(error), stacks],
  [
    'an Error behind a message that ends with a line break',
    (client) => client.warn('a\n', error),
    `a\n${stacks}`,
  ],
  ['an Error for a placeholder', (client) => client.info('%d', 1, bare), '1\nError: bare'],
  [
    'an Error for the last placeholder',
    (client) => client.error('it failed: %s', error),
    `it failed: TypeError: no number: too far\n${stacks}`,
  ],
  [
    'an Error behind as many arguments as placeholders',
    (client) => client.error('100%% of %s', 'it', error),
    `100% of it\n${stacks}`,
  ],
  ['exception with a message', (client) => client.exception(error, 'failed'), `failed\n${stacks}`],
  ['exception without', (client) => client.exception(error), stacks],
  ['exception with what is no Error', (client) => client.exception('text', 'failed'), 'failed\ntext'],
  ['an argument that refuses to be printed', (client) => client.error('%s', hostile), '[Throws: RangeError]'],
];

describe('the payload of', () => {
  for (const [what, call, payload] of cases) {
    it(what, async (t) => {
      const { client, server } = await openClient(t);
      call(client);
      await client.flush({ timeout: 30_000 });
      const message = messageOf(server.frames[0] ?? '');
      assert.equal(message.payload, payload);
      assert.equal(message.type, 'oldstyle');
    });
  }

  it('exception has severity 1', async (t) => {
    const { client, server } = await openClient(t);
    client.exception(error);
    await client.flush({ timeout: 30_000 });
    assert.equal(messageOf(server.frames[0] ?? '').severity, 1);
  });
});
