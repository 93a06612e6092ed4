import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fuzzLines } from './fuzz-lines.ts';

test('lines at random become the same messages by the transcoder as by the record path', (t) => {
  const seed = Date.now() % 1_000_000_000;
  t.diagnostic(`seed ${seed}`);
  const { lines, fast } = fuzzLines(10_000, seed);
  // Otherwise nothing was compared.
  assert.ok(fast > lines / 5, `${fast} of ${lines} by the transcoder`);
});
