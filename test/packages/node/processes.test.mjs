import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { createMessage, encodeFrame, formatUuid } from 'heka-core';
import { finished, start, startReceiver } from '../processes.mjs';

const count = 1000;
const expected = Array.from({ length: count }, (_, index) => `message ${index + 1}`);

const endings = {
  'winston.mjs': 'an application that logs through winston and ends by itself',
  'pino-in-process.cjs': 'an application that logs through pino in process and ends by itself',
  'pino-worker.cjs': 'an application that logs through a worker of pino and calls process.exit()',
};
for (const [app, ending] of Object.entries(endings)) {
  test(`everything is delivered by ${ending}`, async () => {
    const receiver = await startReceiver();
    const { code } = await finished(start(app, receiver.url, String(count)));
    const { messages } = await receiver.stop();
    assert.equal(code, 0);
    assert.deepEqual(
      messages.map(({ payload }) => payload),
      expected,
    );
  });
}

test('the command pino-heka delivers the lines of its standard input', async () => {
  const receiver = await startReceiver();
  const command = start('pino-heka', '--url', receiver.url, '--logger', 'shop');
  command.stdin.end('{"level":40,"time":1700000000000,"pid":7,"hostname":"h","msg":"by pipe"}\nplain text\n');
  const { code } = await finished(command);
  const { messages } = await receiver.stop();
  assert.equal(code, 0);
  assert.deepEqual(
    messages.map(({ logger, severity, payload }) => ({ logger, severity, payload })),
    [
      { logger: 'shop', severity: 4, payload: 'by pipe' },
      { logger: 'shop', severity: 6, payload: 'plain text' },
    ],
  );
});

test('the command heka listen ends by a signal with success', async () => {
  const receiver = await startReceiver();
  assert.deepEqual(await receiver.stop(), { messages: [], code: 0 });
});

test('the command heka cat shows the messages of a file', async (context) => {
  const folder = await mkdtemp(join(tmpdir(), 'heka-cat-'));
  context.after(() => rm(folder, { recursive: true }));
  const message = createMessage({ type: 'package.test', payload: 'kept in a file' });
  const file = join(folder, 'messages.heka');
  await writeFile(file, encodeFrame(message));
  const { lines, code } = await finished(start('heka', 'cat', '--format', 'json', file));
  assert.equal(code, 0);
  assert.equal(lines.length, 1);
  const { uuid, payload } = JSON.parse(lines[0]);
  assert.deepEqual({ uuid, payload }, { uuid: formatUuid(message.uuid), payload: 'kept in a file' });
});
