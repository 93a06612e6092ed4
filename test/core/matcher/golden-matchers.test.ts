import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createMatcher, HekaError, Splitter } from 'heka-core';
import { matcherFrames, matcherVectors } from '../../support/messages/golden-vectors.ts';

const messages = new Splitter().push(matcherFrames).map((frame) => frame.message);

/** heka-cat takes the last of two expressions in a row; the vectors say that an error is as good. */
const REFUSED_HERE: ReadonlySet<string> = new Set(['TRUE TRUE']);

for (const { expression, matches } of matcherVectors) {
  if (matches === undefined || REFUSED_HERE.has(expression)) {
    test(`${expression} is refused`, () => {
      assert.throws(
        () => createMatcher(expression),
        (error) => error instanceof HekaError && error.code === 'INVALID_MATCHER',
      );
    });
  } else {
    test(`${expression} selects what heka-cat selects`, () => {
      const matcher = createMatcher(expression);
      const selected = messages.flatMap((message, index) => (matcher(message) ? [index] : []));
      assert.deepEqual(selected, matches);
    });
  }
}

test('all ten messages take part', () => {
  assert.equal(messages.length, 10);
});
