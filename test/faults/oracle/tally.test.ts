import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { isPayloadOf, makePayload, makeUuid, readIdentity } from './identity.ts';
import { RecordFiles, recordBytes, writeRecord } from './records.ts';
import { tally } from './tally.ts';

function record(run: number, sequence: number, frame = `frame ${sequence}`): Buffer {
  const bytes = Buffer.alloc(recordBytes);
  writeRecord(bytes, 0, makeUuid(run, 0, sequence), Buffer.from(frame));
  return bytes;
}

test('a tally counts each message of its run over all files, and ignores what was torn', (context) => {
  const directory = mkdtempSync(join(tmpdir(), 'tally-'));
  context.after(() => rmSync(directory, { recursive: true }));
  const first = new RecordFiles(directory, 1);
  first.append(Buffer.concat([record(5, 0), record(5, 1), record(5, 3), record(6, 2)]));
  first.note({ at: 1, event: 'damaged', bytes: 3 });
  first.note({ at: 1, event: 'torn', bytes: 9 });
  first.close();
  appendFileSync(join(directory, '0001.records'), record(5, 9).subarray(0, 19));
  appendFileSync(join(directory, '0001.journal'), '{"at":1,"event":"dam');
  const second = new RecordFiles(directory, 2);
  second.append(Buffer.concat([record(5, 3), record(5, 1, 'other bytes')]));
  second.close();

  const counted = tally(directory, 5);
  const { count, ...numbers } = counted;
  assert.deepEqual(numbers, {
    received: 5,
    distinct: 3,
    doubled: 2,
    doubledAfterDeduplication: 1,
    damaged: 1,
    torn: 1,
    foreign: [],
    newest: 3,
  });
  assert.deepEqual(
    [0, 1, 2, 3, 9].map((sequence) => count(0, sequence)),
    [1, 2, 0, 2, 0],
  );
});

test('a uuid tells run, client and sequence number', () => {
  assert.deepEqual(readIdentity(makeUuid(65_535, 499, 2_000_000)), {
    run: 65_535,
    client: 499,
    sequence: 2_000_000,
  });
  assert.equal(readIdentity(Buffer.alloc(16)), undefined);
});

test('a payload made of parts of two messages is recognised as damage', () => {
  const mixed = makePayload(1, 100) + makePayload(2, 100);
  assert.ok(isPayloadOf(1, Buffer.from(makePayload(1, 200))));
  assert.ok(!isPayloadOf(1, Buffer.from(mixed)));
  assert.ok(!isPayloadOf(2, Buffer.from(makePayload(1, 200))));
});
