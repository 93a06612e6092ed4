import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createSigner, decodeMessage, Splitter } from 'heka-core';
import { FrameWriter } from '../../../../packages/core/src/delivery/intake/frame-writer.ts';
import { Framer } from '../../../../packages/core/src/framing/framer.ts';
import type { FrameStore } from '../../../../packages/core/src/queue/frame-store.ts';
import { createMemoryQueue } from '../../../../packages/core/src/queue/memory-queue.ts';
import { beginMessage } from '../../../../packages/core/src/wire/write/headers.ts';
import { parts } from '../../../support/messages/wire-parts.ts';

const key = Buffer.from('secret');
const hmac = { signer: 'ops', keyVersion: 1, key, hashFunction: 'sha1' } as const;

function createQueue(): FrameStore {
  return createMemoryQueue(
    { maxBytes: 64 * 1024 * 1024, overflow: 'drop-newest' },
    { dropped: () => assert.fail('nothing is dropped'), reclaim: () => false },
  );
}

/** Queues messages whose payloads are so long; what `during` does comes after each message's own beginning. */
function write(writer: FrameWriter, lengths: readonly number[], during?: (index: number) => void): string[] {
  return lengths.map((length, index) => {
    const payload = `${index}:`.padEnd(length, '.');
    writer.begin();
    const { encoder } = writer;
    const at = beginMessage(encoder, 1_700_000_000_000, 0);
    during?.(index);
    encoder.end = parts.payload(payload)(encoder, at);
    assert.ok(writer.finish(6));
    return payload;
  });
}

/** Takes what is queued, as the stream of bytes that it is. */
function takeAll(queue: FrameStore): Buffer {
  const taken: Buffer[] = [];
  for (let run = queue.take(65_536); run !== undefined; run = queue.take(65_536)) taken.push(run.bytes());
  return Buffer.concat(taken);
}

function payloadsIn(stream: Buffer, signers?: Record<string, string>): (string | undefined)[] {
  const splitter = new Splitter({
    maxMessageBytes: 1024 * 1024,
    ...(signers !== undefined && { signers, requireSignature: true }),
    onRefused: (refusal) => assert.fail(JSON.stringify(refusal)),
  });
  return [...splitter.push(stream), ...splitter.end()].map((frame) => decodeMessage(frame.bytes).payload);
}

/** Around the lengths at which a header gets longer, the end of a chunk, and beyond one chunk. */
const lengths = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.integer({ min: 4, max: 1500 }) },
    { weight: 4, arbitrary: fc.integer({ min: 85, max: 110 }) },
    { weight: 2, arbitrary: fc.integer({ min: 16_330, max: 16_400 }) },
    { weight: 1, arbitrary: fc.integer({ min: 60_000, max: 140_000 }) },
  ),
  { minLength: 1, maxLength: 60 },
);

for (const signed of [false, true]) {
  test(`${signed ? 'signed ' : ''}frames of any lengths stand back to back, whole and in order`, () => {
    fc.assert(
      fc.property(lengths, (chosen) => {
        const queue = createQueue();
        const framer = new Framer(signed ? { signer: createSigner(hmac) } : {});
        const payloads = write(new FrameWriter(framer, queue), chosen);
        const stream = takeAll(queue);
        assert.equal(stream.length, queue.pendingBytes);
        assert.deepEqual(payloadsIn(stream, signed ? { ops_1: 'secret' } : undefined), payloads);
      }),
      { numRuns: 60 },
    );
  });
}

test('a frame is made where it stays', () => {
  const queue = createQueue();
  const writer = new FrameWriter(new Framer(), queue);
  write(writer, [500, 500, 500]);
  assert.equal(writer.encoder.buffer, queue.tail?.buffer);
});

test('frames that are written while another one is being made come before it', () => {
  fc.assert(
    fc.property(lengths, lengths, (outer, inner) => {
      const queue = createQueue();
      const framer = new Framer();
      const writer = new FrameWriter(framer, queue);
      const expected: string[] = [];
      for (const length of outer) {
        const [payload = ''] = write(writer, [length], () => {
          writer.stepAside();
          expected.push(...write(new FrameWriter(framer, queue), inner.slice(0, 3)));
        });
        expected.push(payload);
      }
      assert.deepEqual(payloadsIn(takeAll(queue)), expected);
    }),
    { numRuns: 40 },
  );
});

test('bare messages have nothing before them', () => {
  const queue = createQueue();
  const payloads = write(
    new FrameWriter(new Framer({ framing: false }), queue),
    [10, 200, 70_000, 20_000, 9],
  );
  const found: (string | undefined)[] = [];
  for (let run = queue.take(1); run !== undefined; run = queue.take(1)) {
    found.push(decodeMessage(run.bytes()).payload);
  }
  assert.deepEqual(found, payloads);
});
