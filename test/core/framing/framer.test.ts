import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createSigner } from 'heka-core';
import { Framer, type FramerOptions } from '../../../packages/core/src/framing/framer.ts';
import { MessageEncoder } from '../../../packages/core/src/wire/message-encoder.ts';
import { beginKnownMessage } from '../../../packages/core/src/wire/write/headers.ts';
import { toHex } from '../../support/messages/golden-vectors.ts';
import {
  type FrameSigner,
  frame,
  messageWithPayload,
  signedFrame,
} from '../../support/messages/wire-bytes.ts';
import { parts } from '../../support/messages/wire-parts.ts';

const uuid = Uint8Array.from({ length: 16 }, (_, index) => index);
const alice: FrameSigner = { signer: 'alice', keyVersion: 300, key: 'secret', hashFunction: 'sha1' };

/** Writes a message with a payload. */
function writePayload(encoder: MessageEncoder, payload: string): void {
  const at = beginKnownMessage(encoder, uuid, 1_700_000_000_123_456_789n);
  encoder.end = parts.payload(payload)(encoder, at);
}

/** The frame that a framer makes of a message with a payload. */
function seal(options: FramerOptions, payload: string): string {
  const framer = new Framer(options);
  const encoder = new MessageEncoder({ headroom: framer.headroom });
  writePayload(encoder, payload);
  const start = framer.seal(encoder);
  return toHex(encoder.buffer.subarray(start, encoder.end));
}

// Message lengths around the widths of a varint; 29 bytes come before the payload's text, and up to 3 more.
const lengths = [0, 1, 97, 98, 99, 100, 16_350, 16_351, 16_352, 16_353, 65_000, 2_097_200];

for (const length of lengths) {
  const payload = 'p'.repeat(length);
  const message = messageWithPayload(payload);

  test(`frames a message of ${message.length} bytes`, () => {
    assert.equal(seal({}, payload), toHex(frame(message)));
  });

  test(`frames and signs a message of ${message.length} bytes`, () => {
    for (const hashFunction of ['sha1', 'md5'] as const) {
      const by = { ...alice, hashFunction };
      assert.equal(seal({ signer: createSigner(by) }, payload), toHex(signedFrame(message, by)));
    }
  });
}

test('without framing the message is left bare', () => {
  assert.equal(seal({ framing: false }, 'bare'), toHex(messageWithPayload('bare')));
});

test('one framer and one encoder make frame after frame', () => {
  const framer = new Framer({ signer: createSigner(alice) });
  const encoder = new MessageEncoder({ headroom: framer.headroom });
  for (const payload of ['first', 'x'.repeat(100_000), 'last']) {
    writePayload(encoder, payload);
    const start = framer.seal(encoder);
    assert.equal(
      toHex(encoder.buffer.subarray(start, encoder.end)),
      toHex(signedFrame(messageWithPayload(payload), alice)),
    );
  }
});

test('a signer whose name could make a header too long is refused at once', () => {
  const signer = createSigner({ ...alice, signer: 's'.repeat(240) });
  assert.throws(() => new Framer({ signer }), { code: 'HEADER_TOO_LARGE' });
});
