import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createDelivery, createMessage, encodeFrame, type FrameBatch, winstonRecords } from 'heka-core';
import { openDelivery } from '../../../support/delivery/open-delivery.ts';
import { messageOf } from '../../../support/messages/frame-fields.ts';
import { PlainServer } from '../../../support/servers/plain-server.ts';

function batchOf(payloads: readonly string[]): FrameBatch {
  const frames = payloads.map((payload) => Buffer.from(encodeFrame(createMessage({ payload }))));
  let end = 0;
  return {
    bytes: Buffer.concat(frames),
    start: 0,
    ends: Uint32Array.from(frames, (frame) => (end += frame.length)),
    severities: new Uint8Array(frames.length).fill(6),
    count: frames.length,
  };
}

const range = (from: number, to: number): string[] =>
  Array.from({ length: to - from }, (_, i) => String(from + i));

describe('finished frames', () => {
  it('arrive as they are, in their order among records', async (t) => {
    const { delivery, server } = await openDelivery(t);
    delivery.log({ payload: '0' });
    assert.equal(delivery.logFrames(batchOf(range(1, 3_000))), 2_999);
    delivery.log({ payload: '3000' });
    assert.equal(delivery.logFrames(batchOf([])), 0);
    const { confirmed } = await delivery.flush({ timeout: 30_000 });
    assert.equal(confirmed, 3_001);
    assert.deepEqual(
      server.frames.map((frame) => messageOf(frame).payload),
      range(0, 3_001),
    );
  });

  it('do not damage a record that is being encoded', async (t) => {
    const server = await PlainServer.start(t);
    const delivery = createDelivery({ url: server.url, quiet: true }, winstonRecords);
    t.after(() => delivery.close({ timeout: 1 }));
    // From the second record on they are made in the queue itself.
    delivery.log({ message: 'first' });
    delivery.log({
      message: 'record',
      before: 'b'.repeat(500),
      get during() {
        delivery.logFrames(batchOf(range(0, 40)));
        return 'value';
      },
    });
    await delivery.flush({ timeout: 30_000 });
    const messages = server.frames.map(messageOf);
    assert.deepEqual(
      messages.map(({ payload }) => payload),
      ['first', ...range(0, 40), 'record'],
    );
    const fields = messages.at(-1)?.fields.map(({ name, values }) => [name, values[0]]);
    assert.deepEqual(fields, [
      ['before', 'b'.repeat(500)],
      ['during', 'value'],
    ]);
  });

  it('may be fewer than the arrays have room for', async (t) => {
    const { delivery, server } = await openDelivery(t);
    assert.equal(delivery.logFrames({ ...batchOf(range(0, 9)), count: 3 }), 3);
    await delivery.flush({ timeout: 30_000 });
    assert.equal(server.frames.length, 3);
  });

  it('count as dropped after the end', async (t) => {
    const { delivery } = await openDelivery(t);
    await delivery.close();
    assert.equal(delivery.logFrames(batchOf(range(0, 9))), 0);
    const { accepted, dropped } = delivery.stats();
    assert.deepEqual({ accepted, dropped }, { accepted: 9, dropped: { closed: 9 } });
  });
});
