import { test } from 'node:test';
import { fuzzRecords } from './fuzz-records.ts';

test('records at random become what protobufjs makes of the message in the documentation', (t) => {
  const seed = Date.now() % 1_000_000_000;
  t.diagnostic(`seed ${seed}`);
  fuzzRecords(5_000, seed);
});
