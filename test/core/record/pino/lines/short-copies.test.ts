import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ShortCopies } from '../../../../../packages/core/src/record/pino/lines/short-copies.ts';

test('bytes of any length are copied from any place to any place', () => {
  const source = Buffer.from(Array.from({ length: 20_000 }, (_, index) => (index * 7) % 251));
  const copies = new ShortCopies(source, 1000);
  for (const start of [1000, 1001, 0]) {
    for (const length of [0, 1, 63, 64, 65, 680, 4095, 4096, 4097, 12_000]) {
      for (const at of [0, 5, 3900]) {
        const target = Buffer.alloc(at + length + 200);
        copies.copy(target, at, start, start + length);
        assert.deepEqual(target.subarray(at, at + length), source.subarray(start, start + length));
        assert.deepEqual(target.subarray(0, at), Buffer.alloc(at));
        assert.deepEqual(target.subarray(at + length + 63), Buffer.alloc(137));
      }
    }
  }
});

test('what is behind the end of the target stays out of it', () => {
  const source = Buffer.alloc(5000, 1);
  const copies = new ShortCopies(source, 0);
  for (const length of [1, 64, 100, 4000]) {
    const target = Buffer.alloc(length);
    copies.copy(target, 0, 0, length);
    assert.deepEqual(target, source.subarray(0, length));
  }
});
