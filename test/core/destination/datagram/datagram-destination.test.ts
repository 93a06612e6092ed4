import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { HekaError } from 'heka-core';
import { DatagramDestination } from '../../../../packages/core/src/destination/datagram/datagram-destination.ts';
import type { DestinationHooks } from '../../../../packages/core/src/destination/destination.ts';
import { createMemoryQueue } from '../../../../packages/core/src/queue/memory-queue.ts';

/** A destination whose datagrams the test answers for, in the order in which they were sent. */
function open({ framing = true, maxDatagramBytes = 100 } = {}) {
  const sent: { readonly bytes: number; readonly done: (error?: HekaError) => void }[] = [];
  const reported = { confirmed: 0, dropped: [] as [string, number][], errors: 0, progress: 0 };
  const queue = createMemoryQueue(
    { maxBytes: 1_048_576, overflow: 'drop-oldest' },
    { dropped: () => {}, reclaim: () => false },
  );
  const nothing = (): void => {};
  const hooks: DestinationHooks = {
    connected: nothing,
    disconnected: nothing,
    reconnect: nothing,
    unsettled: nothing,
    leftUnsettled: nothing,
    replayed: nothing,
    warn: nothing,
    trouble: () => {
      reported.errors++;
    },
    confirmed: (messages) => {
      reported.confirmed += messages;
    },
    dropped: (reason, messages) => reported.dropped.push([reason, messages]),
    progress: () => {
      reported.progress++;
    },
  };
  const destination = new DatagramDestination({
    sender: {
      kind: 'datagram',
      url: 'udp://127.0.0.1:1',
      send: (datagram, done) => sent.push({ bytes: datagram.length, done }),
      rest: nothing,
      close: nothing,
    },
    queue,
    maxDatagramBytes,
    framing,
    hooks,
  });
  const log = (...sizes: number[]): void => {
    for (const size of sizes) queue.push(Buffer.alloc(size), 0, size, 6);
    destination.wake();
  };
  return { destination, queue, sent, reported, log };
}

describe('a datagram destination', () => {
  it('packs whole frames together, as many as a datagram holds', () => {
    const { sent, log } = open();
    log(40, 50, 20, 90, 5, 5, 5);
    assert.deepEqual(
      sent.map(({ bytes }) => bytes),
      [90, 20, 100, 5],
    );
  });

  it('sends each message by itself without framing', () => {
    const { sent, log } = open({ framing: false });
    log(40, 50, 20);
    assert.deepEqual(
      sent.map(({ bytes }) => bytes),
      [40, 50, 20],
    );
  });

  it('confirms what the kernel took, and drops what it refused', () => {
    const { destination, queue, sent, reported, log } = open();
    log(60, 60, 60);
    assert.deepEqual([destination.unwrittenFrames, destination.firstUnwrittenOrdinal], [3, 0]);
    sent[1]?.done();
    assert.deepEqual([reported.confirmed, destination.firstUnclosedOrdinal], [1, 0]);
    sent[0]?.done(new HekaError('SEND_FAILED', 'refused'));
    assert.deepEqual([reported.dropped, reported.errors], [[['send-failed', 1]], 1]);
    assert.equal(destination.firstUnwrittenOrdinal, 2);
    sent[2]?.done();
    assert.deepEqual([reported.confirmed, queue.pendingFrames], [2, 0]);
  });

  it('drops a frame that no datagram holds, and lets those who wait go on', () => {
    const { reported, log } = open();
    log(101);
    assert.deepEqual(reported.dropped, [['oversize', 1]]);
    assert.equal(reported.progress, 1);
  });

  it('has sixteen datagrams under way at most', () => {
    const { sent, log } = open({ framing: false });
    log(...Array<number>(20).fill(10));
    assert.equal(sent.length, 16);
    sent[0]?.done();
    assert.equal(sent.length, 17);
  });

  it('puts back what is under way when it is closed', async () => {
    const { destination, queue, sent, reported, log } = open();
    log(60, 60);
    await destination.close();
    assert.deepEqual([queue.unsentFrames, destination.state], [2, 'closed']);
    sent[0]?.done();
    assert.equal(reported.confirmed, 0);
  });
});
