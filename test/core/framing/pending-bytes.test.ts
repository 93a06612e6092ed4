import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { PendingBytes } from '../../../packages/core/src/framing/pending-bytes.ts';

test('what is appended is pending until it is consumed', () => {
  const steps = fc.array(fc.oneof(fc.uint8Array({ maxLength: 6000 }), fc.nat({ max: 8000 })), {
    maxLength: 40,
  });
  fc.assert(
    fc.property(steps, (given) => {
      const pending = new PendingBytes();
      let model = Buffer.alloc(0);
      for (const step of given) {
        if (typeof step === 'number') {
          const count = Math.min(step, model.length);
          pending.consume(count);
          model = model.subarray(count);
        } else {
          pending.append(step);
          model = Buffer.concat([model, step]);
        }
        assert.equal(pending.length, model.length);
        assert.ok(pending.bytes.equals(model));
      }
    }),
    { numRuns: 200 },
  );
});

test('with nothing pending no memory is held', () => {
  const pending = new PendingBytes();
  pending.append(new Uint8Array(100_000));
  pending.consume(99_999);
  assert.ok(pending.bytes.buffer.byteLength >= 100_000);
  pending.consume(1);
  assert.equal(pending.bytes.buffer.byteLength, 0);
});

test('a stream of chunks that each leave a little needs no more memory than two chunks and a little', () => {
  const pending = new PendingBytes();
  for (let count = 0; count < 1000; count++) {
    pending.append(new Uint8Array(10_000));
    pending.consume(pending.length - 100);
    assert.ok(pending.bytes.buffer.byteLength <= 2 * 10_100);
  }
});
