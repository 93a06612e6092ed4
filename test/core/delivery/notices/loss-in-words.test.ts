import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { HekaError } from 'heka-core';
import { releaseLineName, takeLineName } from '../../../../packages/core/src/delivery/notices/line-name.ts';
import { type Loss, lossInWords } from '../../../../packages/core/src/delivery/notices/loss-in-words.ts';
import { plainReason } from '../../../../packages/core/src/delivery/notices/plain-reason.ts';

describe('the summary of a loss', () => {
  const cases: readonly (readonly [Loss, string | undefined])[] = [
    [{ unsent: 0, unconfirmed: 0, dropped: {} }, undefined],
    [{ unsent: 1, unconfirmed: 0, dropped: {} }, '1 message not sent'],
    [{ unsent: 0, unconfirmed: 500, dropped: {} }, '500 messages not confirmed (may have arrived)'],
    [{ unsent: 0, unconfirmed: 0, dropped: { encode: 2 } }, '2 messages dropped (encode)'],
    [
      { unsent: 200, unconfirmed: 1, dropped: { overflow: 95_000, 'gave-up': 334 } },
      '200 messages not sent, 1 not confirmed (may have arrived), 95334 dropped (overflow 95000, gave-up 334)',
    ],
  ];
  for (const [loss, words] of cases) {
    it(words ?? 'is not given if there is none', () => assert.equal(lossInWords(loss), words));
  }

  it('says that its drops are all there were, if some were printed before', () => {
    const loss = { unsent: 1, unconfirmed: 0, dropped: { closed: 2 } };
    assert.equal(lossInWords(loss, true), '1 message not sent, 2 dropped in all (closed)');
  });
});

describe('a reason in a line that begins with the address', () => {
  const cases = [
    [
      'CONNECT_FAILED',
      'tcp://127.0.0.1:9: connection refused (ECONNREFUSED)',
      'connection refused (ECONNREFUSED)',
    ],
    [
      'CONNECTION_LOST',
      'connection to 127.0.0.1:9 was closed by the peer',
      'connection was closed by the peer',
    ],
    [
      'CONNECT_TIMEOUT',
      'tcp://127.0.0.1:9: connecting took longer than 5 ms',
      'connecting took longer than 5 ms',
    ],
    ['CONNECT_FAILED', 'tcp://127.0.0.1:9 at 10.0.0.1:9: no route', 'at 10.0.0.1:9: no route'],
  ] as const;
  for (const [code, message, plain] of cases) {
    it(`names no address again: ${plain}`, () => {
      assert.equal(plainReason(new HekaError(code, message), 'tcp://127.0.0.1:9'), plain);
    });
  }
});

describe('the name of a delivery on stderr', () => {
  it('is its url; of several to the same url each has its own', () => {
    const owners = [{}, {}, {}, {}] as const;
    const urls = ['tcp://h:1', 'tcp://h:2', 'tcp://h:1', 'tcp://h:1'] as const;
    const names = owners.map((owner, index) => takeLineName(urls[index] ?? '', owner));
    assert.deepEqual(names, ['tcp://h:1', 'tcp://h:2', 'tcp://h:1 (#2)', 'tcp://h:1 (#3)']);
    releaseLineName(owners[2]);
    releaseLineName(owners[2]);
    assert.equal(takeLineName('tcp://h:1', {}), 'tcp://h:1 (#2)');
    assert.equal(takeLineName('tcp://h:1', {}), 'tcp://h:1 (#4)');
  });
});
