import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createSigner, encodeFrame, type HekaMessage } from 'heka-core';
import type { Signer } from '../../../packages/core/src/framing/signer.ts';
import { toHex, toMessage, type Vector, vectors } from '../../support/messages/golden-vectors.ts';

function signerOf({ hmac }: Vector): Signer | undefined {
  if (hmac === undefined) return undefined;
  const { signer, key_version: keyVersion, key, hash_function: name } = hmac;
  return createSigner({ signer, keyVersion, key, hashFunction: name === 'SHA1' ? 'sha1' : 'md5' });
}

for (const vector of vectors) {
  const { message, js_input: input, message_hex: hex } = vector;
  const { severity = 0, pid = 0 } = message;
  if (vector.kind !== 'encode' || severity < 0 || pid < 0) continue;
  test(`frames ${vector.name} as Heka's own encoder does`, () => {
    const frame = encodeFrame(toMessage({ ...message, ...input }), { signer: signerOf(vector) });
    assert.equal(toHex(frame), vector.frame_hex);
    assert.ok(toHex(frame).endsWith(`1f${hex}`));
  });
}

test('refuses a header of 256 bytes, naming size and limit', () => {
  const vector = vectors.find(({ name }) => name === 'hmac_header_len_256');
  assert.ok(vector);
  assert.throws(() => encodeFrame(toMessage(vector.message), { signer: signerOf(vector) }), {
    name: 'HekaError',
    code: 'HEADER_TOO_LARGE',
    message: "HEADER_TOO_LARGE: header size 256 is larger than 255: the signer's name is too long",
  });
});

const message: HekaMessage = { uuid: new Uint8Array(16), timestamp: 1n, fields: [] };

test('refuses what encodeMessage refuses', () => {
  assert.throws(() => encodeFrame({ ...message, uuid: new Uint8Array(3) }), { code: 'INVALID_MESSAGE' });
  assert.throws(() => encodeFrame({ ...message, payload: 'x'.repeat(65_536) }), {
    code: 'MESSAGE_TOO_LARGE',
  });
});

test('the bytes are the caller’s own: the next frame does not change them', () => {
  const first = encodeFrame({ ...message, payload: 'first' });
  const before = toHex(first);
  encodeFrame({ ...message, payload: 'other' });
  assert.equal(toHex(first), before);
});
