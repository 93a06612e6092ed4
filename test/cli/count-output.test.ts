import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createMessage } from 'heka-core';
import { CountOutput } from '../../packages/cli/src/output/count-output.ts';
import { aboveLiveLine } from '../../packages/cli/src/output/live-line.ts';
import { FakeClock } from '../support/time/fake-clock.ts';

const message = createMessage({ logger: 'shop', severity: 6 });
const frame = { frame: new Uint8Array(100), bytes: new Uint8Array(), message, view: message, offset: 0 };
const SUMMARY = '2 messages, 200 bytes\n  2  info       shop\n';

function countingTo(terminal: { columns: number } | undefined): {
  output: CountOutput;
  clock: FakeClock;
  written: string[];
} {
  const clock = new FakeClock();
  const written: string[] = [];
  const output = new CountOutput(
    (chunk) => void written.push(chunk),
    terminal === undefined ? undefined : { ...terminal, hasColors: () => false },
    clock,
  );
  return { output, clock, written };
}

test('into a pipe the counts come once, at the end', async () => {
  const { output, clock, written } = countingTo(undefined);
  output.take([frame, frame]);
  clock.advance(60_000);
  assert.deepEqual(written, []);
  await output.finish();
  assert.deepEqual(written, [SUMMARY]);
});

test('on a terminal one line is written over each second while messages come, and once when they stop', async () => {
  const { output, clock, written } = countingTo({ columns: 80 });
  clock.advance(5000);
  assert.deepEqual(written, []);
  output.take([frame]);
  clock.advance(1000);
  output.take([frame]);
  clock.advance(10_000);
  assert.deepEqual(written, [
    '\r\u001b[K1 message, 100 bytes, 1/s',
    '\r\u001b[K2 messages, 200 bytes, 1/s',
    '\r\u001b[K2 messages, 200 bytes, 0/s',
  ]);
  await output.finish();
  assert.deepEqual(written.slice(3), ['\r\u001b[K', SUMMARY]);
});

test('the line never breaks on a narrow terminal', async () => {
  const { output, clock, written } = countingTo({ columns: 12 });
  output.take([frame]);
  clock.advance(1000);
  assert.deepEqual(written, ['\r\u001b[K1 message, ']);
  await output.finish();
});

test('what else is printed to the terminal goes above the line', async () => {
  const { output, clock, written } = countingTo({ columns: 80 });
  const note = (): void => aboveLiveLine(() => written.push('a note\n'));
  note();
  output.take([frame, frame]);
  clock.advance(1000);
  note();
  await output.finish();
  note();
  const line = '\r\u001b[K2 messages, 200 bytes, 2/s';
  assert.deepEqual(written, [
    'a note\n',
    line,
    '\r\u001b[K',
    'a note\n',
    line,
    '\r\u001b[K',
    SUMMARY,
    'a note\n',
  ]);
});
