import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { makePayload, makeUuid } from '../oracle/identity.ts';
import { tally } from '../oracle/tally.ts';
import { plainFrame } from '../producers/plain-frame.ts';
import { waitUntil } from '../scenarios/wait.ts';
import { ReceiverHost } from './receiver-host.ts';
import type { ReceiverOptions } from './receiver-options.ts';

const run = 1;

function frames(from: number, to: number): Buffer {
  const numbers = Array.from({ length: to - from }, (_, i) => from + i);
  return Buffer.concat(numbers.map((n) => plainFrame(makeUuid(run, 0, n), makePayload(n, 100))));
}

async function start(
  context: TestContext,
  options: Partial<ReceiverOptions>,
): Promise<{ host: ReceiverHost; directory: string; open: () => Promise<Socket> }> {
  const directory = mkdtempSync(join(tmpdir(), 'receiver-'));
  const host = await ReceiverHost.start({ listen: { kind: 'tcp', port: 0 }, directory, ...options });
  context.after(async () => {
    await host.stop();
    rmSync(directory, { recursive: true });
  });
  const open = async (): Promise<Socket> => {
    const socket = connect({ host: '127.0.0.1', port: host.port, allowHalfOpen: true });
    socket.on('error', () => undefined);
    await once(socket, 'connect');
    return socket.resume();
  };
  return { host, directory, open };
}

test('a receiver closes only when everything it has read is delivered', async (context) => {
  const { host, directory, open } = await start(context, { flushIntervalMs: 0 });
  await host.blockOutput();
  const socket = await open();
  socket.end(frames(0, 100));
  await waitUntil('the bytes are held', async () => (await host.stats()).heldBytes === frames(0, 100).length);
  assert.equal(socket.readableEnded, false);
  assert.equal(tally(directory, run).distinct, 0);
  const end = once(socket, 'end');
  await host.unblockOutput();
  await end;
  assert.equal(tally(directory, run).distinct, 100);
});

test('a receiver writes what it has read without being asked', async (context) => {
  const { directory, open } = await start(context, {});
  const socket = await open();
  socket.end(frames(0, 100));
  await waitUntil('all of it is written', () => tally(directory, run).distinct === 100);
});

test('kill -9 takes what the output had not written yet, and the receiver is back on its port', async (context) => {
  const { host, directory, open } = await start(context, { flushIntervalMs: 3_600_000 });
  const socket = await open();
  socket.end(frames(0, 100));
  await once(socket, 'end');
  await host.kill();
  const again = await open();
  again.end(frames(100, 110));
  await once(again, 'end');
  await host.stop();
  assert.equal(tally(directory, run).distinct, 10);
});

test('a half frame at a reset is torn, and nothing is damaged', async (context) => {
  const { host, directory, open } = await start(context, { flushIntervalMs: 0 });
  const socket = await open();
  const bytes = frames(0, 10);
  socket.write(bytes.subarray(0, bytes.length - 7));
  await waitUntil('nine frames are read', async () => (await host.stats()).messages === 9);
  socket.resetAndDestroy();
  await waitUntil('the connection is gone', async () => (await host.stats()).connections === 0);
  const { distinct, torn, damaged } = tally(directory, run);
  assert.deepEqual({ distinct, torn, damaged }, { distinct: 9, torn: 1, damaged: 0 });
});

test('a receiver that never closes does so when it is told', async (context) => {
  const { host, open } = await start(context, { atEnd: 'never-close' });
  const socket = await open();
  socket.end(frames(0, 1));
  await waitUntil('the connection is half open', async () => (await host.stats()).halfOpen === 1);
  const end = once(socket, 'end');
  await host.setAtEnd('close');
  await end;
});
