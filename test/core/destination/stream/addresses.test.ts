import assert from 'node:assert/strict';
import { after, describe, it, type TestContext } from 'node:test';
import { createMessage, encodeFrame } from 'heka-core';
import type { DestinationHooks } from '../../../../packages/core/src/destination/destination.ts';
import { StreamDestination } from '../../../../packages/core/src/destination/stream/stream-destination.ts';
import { ipAddress } from '../../../../packages/core/src/net/address.ts';
import { createMemoryQueue } from '../../../../packages/core/src/queue/memory-queue.ts';
import { createTargetSender } from '../../../../packages/core/src/sender/create-sender.ts';
import { PlainServer } from '../../../support/plain-server.ts';

/** A destination that waits keeps no process alive; these tests do. */
const alive = setInterval(() => {}, 60_000);
after(() => clearInterval(alive));

/** A destination whose name leads where `ports` says at the moment. */
function open(test: TestContext, ports: number[]) {
  const sender = createTargetSender(
    { kind: 'tcp', host: '127.0.0.1', port: ports[0] ?? 0, family: 0, keepAlive: true },
    { connectTimeoutMs: 1_000 },
  );
  const queue = createMemoryQueue(
    { maxBytes: 1_048_576, overflow: 'drop-oldest' },
    { dropped: () => {}, reclaim: () => false },
  );
  let confirmed = 0;
  let changed = (): void => {};
  const hooks: DestinationHooks = {
    connected: () => {},
    disconnected: () => {},
    trouble: () => {},
    reconnect: () => {},
    confirmed: (messages) => {
      confirmed += messages;
    },
    unsettled: () => {},
    leftUnsettled: () => {},
    replayed: () => {},
    dropped: () => {},
    warn: () => {},
    progress: () => changed(),
  };
  const destination = new StreamDestination({
    sender: { ...sender, lookup: () => Promise.resolve(ports.map((port) => ipAddress('127.0.0.1', port))) },
    queue,
    confirm: {
      mode: 'at-least-once',
      confirmBytes: 65_536,
      confirmIntervalMs: 60_000,
      settleTimeMs: 20,
      confirmTimeoutMs: 500,
      ordered: false,
    },
    reconnect: {
      enabled: true,
      tries: Number.POSITIVE_INFINITY,
      name: 'fixed',
      initialDelayMs: 5,
      maxDelayMs: 5,
      factor: 1,
      randomisationFactor: 0,
      connectTimeoutMs: 1_000,
    },
    hooks,
  });
  test.after(() => destination.close(10));
  return {
    destination,
    log(payload: string): void {
      const frame = Buffer.from(encodeFrame(createMessage({ payload })));
      queue.push(frame, 0, frame.length, 6);
      destination.wake();
    },
    async confirm(count: number): Promise<void> {
      destination.confirmUpTo(queue.nextOrdinal);
      while (confirmed < count) {
        await new Promise<void>((resolve) => {
          changed = resolve;
        });
      }
    },
  };
}

describe('a name that moves to another address', () => {
  it('takes the messages along, while a short-lived connection vouches for the old address', async (t) => {
    const [old, next] = [await PlainServer.start(t), await PlainServer.start(t)];
    const ports = [old.port];
    const { destination, log, confirm } = open(t, ports);
    log('before');
    await old.until(() => old.frames.length === 1);
    ports[0] = next.port;
    await confirm(1);
    assert.equal(old.connections.length, 2, 'the one with the message, and the one that watched over it');
    assert.deepEqual([old.frames.length, next.frames.length], [1, 0]);
    log('after');
    await confirm(2);
    assert.deepEqual([old.frames.length, next.frames.length], [1, 1]);
    assert.ok(destination.connections <= 3);
  });

  it('sends again to the new address what nobody can vouch for any more', async (t) => {
    const [old, next] = [await PlainServer.start(t), await PlainServer.start(t)];
    const ports = [old.port];
    const { log, confirm } = open(t, ports);
    log('before');
    await old.until(() => old.frames.length === 1);
    old.stopListening();
    ports[0] = next.port;
    await confirm(1);
    assert.deepEqual(next.frames, old.frames);
  });
});
