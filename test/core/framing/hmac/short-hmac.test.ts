import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import { createMessage, createSigner, encodeFrame } from 'heka-core';
import { md5 } from '../../../../packages/core/src/framing/hmac/md5.ts';
import { sha1 } from '../../../../packages/core/src/framing/hmac/sha1.ts';
import { ShortHmac } from '../../../../packages/core/src/framing/hmac/short-hmac.ts';

/** Bytes that look random and are the same each time. */
function someBytes(length: number, seed: number): Buffer {
  return Buffer.from(Uint8Array.from({ length }, (_, index) => ((index + seed) * 2_654_435_761) >>> 13));
}

for (const [name, hash] of [
  ['md5', md5],
  ['sha1', sha1],
] as const) {
  test(`HMAC-${name} of every length that counts as short is that of OpenSSL`, () => {
    for (const keyLength of [0, 1, 16, 63, 64]) {
      const key = someBytes(keyLength, 7);
      const hmac = new ShortHmac(hash, key);
      for (let length = 0; length <= hash.maxShortBytes; length += keyLength === 16 ? 1 : 17) {
        const message = someBytes(length, length);
        const target = Buffer.alloc(hash.digestBytes + 2, 0xaa);
        hmac.write(message, target, 1);
        const expected = createHmac(name, key).update(message).digest('hex');
        assert.equal(target.toString('hex'), `aa${expected}aa`, `key of ${keyLength}, message of ${length}`);
      }
    }
  });

  test(`frames signed by HMAC-${name} carry the digest of OpenSSL, with a key and a message of any length`, () => {
    for (const key of ['k', 'k'.repeat(64), 'k'.repeat(65), 'k'.repeat(500)]) {
      for (const length of [0, 200, hash.maxShortBytes, 5 * hash.maxShortBytes]) {
        const message = createMessage({ payload: 'x'.repeat(length) });
        const frame = encodeFrame(message, {
          signer: createSigner({ signer: 'alice', key, hashFunction: name }),
        });
        const headerLength = frame[1] as number;
        const digest = Buffer.from(frame.subarray(2 + headerLength - hash.digestBytes, 2 + headerLength));
        const body = frame.subarray(3 + headerLength);
        assert.equal(digest.toString('hex'), createHmac(name, key).update(body).digest('hex'));
      }
    }
  });
}
