import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createMessage } from 'heka-core';
import { MessageCounts } from '../../packages/cli/src/format/message-counts.ts';

function frames(logger: string, severity: number, count: number) {
  const message = createMessage({ logger, severity });
  const frame = { frame: new Uint8Array(100), bytes: new Uint8Array(), message, view: message, offset: 0 };
  return Array.from({ length: count }, () => frame);
}

test('messages are counted by logger and severity, the most frequent first', () => {
  const counts = new MessageCounts();
  counts.add(frames('shop', 3, 2));
  counts.add(frames('shop', 6, 1234));
  counts.add(frames('evil\u001b[2J', 9, 1));
  assert.equal(
    counts.summary(),
    [
      '1,237 messages, 120.8 KiB',
      '  1,234  info       shop',
      '      2  error      shop',
      '      1  9          evil\\u001b[2J',
      '',
    ].join('\n'),
  );
});

test('endless names take bounded memory and lines', () => {
  const counts = new MessageCounts();
  for (let index = 0; index < 12_000; index++) counts.add(frames(`logger ${index}`, 6, 1));
  const lines = counts.summary().trimEnd().split('\n');
  assert.equal(lines.length, 42);
  assert.match(lines[1] ?? '', /2,000 {13}\(others\)/);
  assert.equal(lines.at(-1), '  … and 9961 more');
});

test('no message is a count, too', () => {
  assert.equal(new MessageCounts().summary(), '0 messages, 0 bytes\n');
});
