import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CommonLength } from '../../../../packages/core/src/record/value/fields/common-length.ts';

test('a value keeps as much as the message has room for', () => {
  const length = new CommonLength(1000);
  assert.deepEqual([length.of(0), length.of(1), length.of(999)], [0, 1, 999]);
  assert.equal(new CommonLength(1000).of(1001), 1000);
});

for (const size of [1, 100, 300, 501, 5000]) {
  test(`many values of ${size} keep no more than a few messages have room for`, () => {
    const length = new CommonLength(1000);
    let encoded = 0;
    for (let count = 1; count <= 3000; count++) {
      const kept = length.of(size);
      encoded += kept;
      // In the end each has the same share.
      assert.ok(kept >= Math.min(size, Math.floor(1000 / count)), `${kept} as number ${count}`);
    }
    assert.ok(encoded >= 1000 && encoded < 20_000, `${encoded} bytes`);
  });
}

test('values that have room together are whole', () => {
  const length = new CommonLength(1000);
  for (const size of [300, 250, 200, 150, 100]) assert.equal(length.of(size), size);
});

test('a new message starts anew', () => {
  const length = new CommonLength(1000);
  for (let count = 0; count < 100; count++) length.of(1000);
  assert.ok(length.limit < 20);
  length.restart();
  assert.equal(length.of(1000), 1000);
});
