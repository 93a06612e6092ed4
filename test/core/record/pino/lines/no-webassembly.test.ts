import assert from 'node:assert/strict';
import { test } from 'node:test';
import { canTranscodeLines } from '../../../../../packages/core/src/record/pino/lines/can-transcode-lines.ts';
import { createLineReader } from '../../../../../packages/core/src/record/pino/lines/create-line-reader.ts';
import { PlainReader } from '../../../../../packages/core/src/record/pino/lines/plain-reader.ts';
import { pinoRecords } from '../../../../../packages/core/src/record/pino/pino-records.ts';
import { mappingOptions } from '../../../../support/records/record-messages.ts';

// This file has a process of its own; the engine is asked once.
Object.defineProperty(globalThis, 'WebAssembly', { value: undefined });

test('an engine without WebAssembly has all lines go to the record path', () => {
  assert.equal(canTranscodeLines(mappingOptions()), false);
  const lines: string[] = [];
  const reader = createLineReader({
    mapping: mappingOptions(),
    records: pinoRecords,
    sink: { frames: () => assert.fail('nothing is transcoded'), record: (line) => lines.push(line) },
  });
  assert.ok(reader instanceof PlainReader);
  reader.write('{"level":30,"msg":"a"}\n{"level":30,"msg":"b"}\n');
  assert.deepEqual(lines, ['{"level":30,"msg":"a"}', '{"level":30,"msg":"b"}']);
});
