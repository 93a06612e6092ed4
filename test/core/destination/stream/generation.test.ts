import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { describe, it, type TestContext } from 'node:test';
import { afterStraggler } from '../../../../packages/core/src/destination/stream/after-straggler.ts';
import { Generation } from '../../../../packages/core/src/destination/stream/generation.ts';
import { createMemoryQueue } from '../../../../packages/core/src/queue/memory-queue.ts';
import { PlainServer, type PlainServerOptions } from '../../../support/plain-server.ts';

type Verdict = 'closed cleanly' | 'failed';

async function open(
  test: TestContext,
  options: PlainServerOptions = {},
): Promise<{ generation: Generation; peer: Socket; verdict: Promise<Verdict>; taken: () => number }> {
  const server = await PlainServer.start(test, options);
  const socket = connect({ port: server.port, host: '127.0.0.1', allowHalfOpen: true });
  await once(socket, 'connect');
  await server.until(() => server.connections.length === 1);
  const peer = server.connections[0]?.socket;
  assert.ok(peer);
  let tell: (verdict: Verdict) => void = () => {};
  const verdict = new Promise<Verdict>((resolve) => {
    tell = resolve;
  });
  const address = { host: '127.0.0.1', port: server.port, key: `127.0.0.1:${server.port}` };
  let taken = 0;
  const generation = new Generation(
    1,
    { socket, address, connectMs: 0 },
    {
      written: (_, frames) => {
        taken += frames;
      },
      closedCleanly: () => tell('closed cleanly'),
      failed: () => tell('failed'),
    },
  );
  return { generation, peer, verdict, taken: () => taken };
}

describe('a generation', () => {
  it('closed cleanly when the FIN of its peer follows its own', async (t) => {
    const { generation, verdict } = await open(t);
    generation.end(0);
    assert.equal(await verdict, 'closed cleanly');
  });

  for (const state of ['open', 'ending'] as const) {
    it(`failed when the FIN of its peer comes while it is ${state}`, async (t) => {
      const { generation, peer, verdict } = await open(t);
      generation.state = state;
      peer.end();
      assert.equal(await verdict, 'failed');
    });
  }

  it('failed when the FIN of its peer comes before its own is out', async (t) => {
    const { generation, peer, verdict } = await open(t);
    // Bytes that the kernel can not take at once hold our FIN back.
    peer.pause();
    generation.socket.write(Buffer.alloc(64 * 1_048_576));
    generation.end(0);
    peer.end();
    assert.equal(await verdict, 'failed');
  });

  it('failed when it is reset after its own end', async (t) => {
    const { generation, peer, verdict } = await open(t, { onEnd: ({ socket }) => socket.resetAndDestroy() });
    assert.ok(peer.writable);
    generation.end(0);
    assert.equal(await verdict, 'failed');
  });

  it('does not count what the kernel has not taken when it is destroyed', async (t) => {
    const { generation, peer, taken } = await open(t);
    peer.pause();
    // Far more than both kernels hold.
    const bytes = 64 * 1_048_576;
    const queue = createMemoryQueue(
      { maxBytes: 2 * bytes, overflow: 'drop-newest' },
      { dropped: () => {}, reclaim: () => false },
    );
    queue.push(Buffer.alloc(bytes), 0, bytes, 6);
    const run = queue.take(bytes);
    assert.ok(run);
    generation.write(run, 0);
    const closed = once(generation.socket, 'close');
    generation.destroy('failed');
    await closed;
    assert.equal(taken(), 0);
  });
});

describe('the wait before the end of a connection', () => {
  it('is two turns of the event loop', async () => {
    const order: string[] = [];
    await new Promise<void>((resolve) => {
      afterStraggler(0, () => {
        order.push('end');
        resolve();
      });
      setImmediate(() => {
        order.push('first turn');
        setImmediate(() => order.push('second turn'));
      });
    });
    assert.deepEqual(order, ['first turn', 'end']);
    await new Promise((resolve) => setImmediate(resolve));
  });
});
