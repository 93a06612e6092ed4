import assert from 'node:assert/strict';
import { createSecretKey } from 'node:crypto';
import { test } from 'node:test';
import { format, inspect } from 'node:util';
import { createSigner } from 'heka-core';
import { verifySignature } from '../../../packages/core/src/framing/signer.ts';
import { toHex } from '../../support/messages/golden-vectors.ts';

// RFC 2202, test case 2 of each function.
const key = 'Jefe';
const text = Buffer.from('what do ya want for nothing?');
const digests = {
  sha1: 'effcdf6ae5eb2fa2d27416d5f184df9c259a7c79',
  md5: '750c783e6ab0b503eaa86e310a5db738',
} as const;

for (const hashFunction of ['sha1', 'md5'] as const) {
  test(`signs by HMAC-${hashFunction}`, () => {
    const signer = createSigner({ signer: 'alice', keyVersion: 2, key, hashFunction });
    assert.equal(toHex(signer.sign(text)), digests[hashFunction]);
    assert.equal(signer.name, 'alice_2');
  });

  test(`verifies HMAC-${hashFunction}`, () => {
    const secret = createSecretKey(key, 'utf8');
    const digest = Buffer.from(digests[hashFunction], 'hex');
    assert.equal(verifySignature(hashFunction, secret, text, digest), true);
    const wrong = Buffer.from(digest);
    wrong[digest.length - 1] = (wrong.at(-1) ?? 0) ^ 1;
    const others: [string, Buffer][] = [
      ['another last bit', wrong],
      ['one byte less', digest.subarray(1)],
      ['one byte more', Buffer.concat([digest, Buffer.alloc(1)])],
      ['no bytes', Buffer.alloc(0)],
    ];
    for (const [what, other] of others) {
      assert.equal(verifySignature(hashFunction, secret, text, other), false, what);
    }
  });
}

test('a key of bytes is the same key, and may be changed after', () => {
  const bytes = Buffer.from(key);
  const signer = createSigner({ signer: 'alice', keyVersion: 1, key: bytes, hashFunction: 'md5' });
  bytes.fill(0);
  assert.equal(toHex(signer.sign(text)), digests.md5);
});

test('key version 1 and SHA1 are the defaults', () => {
  const signer = createSigner({ signer: 'alice', key });
  assert.equal(signer.name, 'alice_1');
  assert.equal(toHex(signer.sign(text)), digests.sha1);
});

test('nothing that prints a signer shows its key', () => {
  const secret = 'a-very-secret-key';
  const signer = createSigner({ signer: 'alice', key: secret });
  const shown = [
    inspect(signer, { depth: null, showHidden: true }),
    inspect({ nested: { signer } }, { depth: null }),
    format('%o %O %j', signer, signer, signer),
    JSON.stringify(signer),
  ].join('\n');
  assert.equal(inspect(signer), 'Signer { "alice_1", sha1 }');
  assert.match(shown, /alice_1/);
  for (const form of [secret, toHex(Buffer.from(secret)), [...Buffer.from(secret)].join(',')]) {
    assert.ok(!shown.includes(form));
  }
  assert.ok(!shown.replaceAll(' ', '').includes(toHex(Buffer.from(secret))));
});

const wrong: [what: string, options: object, error: RegExp][] = [
  ['a signer that is no text', { signer: 5 }, /option "signer" is 5, allowed: a string$/],
  [
    'a negative key version',
    { keyVersion: -1 },
    /option "keyVersion" is -1, allowed: an integer from 0 to 4294967295$/,
  ],
  ['a fractional key version', { keyVersion: 1.5 }, /option "keyVersion" is 1\.5/],
  ['a key version of 33 bits', { keyVersion: 2 ** 32 }, /option "keyVersion" is 4294967296/],
  [
    'an unknown hash function',
    { hashFunction: 'sha256' },
    /option "hashFunction" is 'sha256', allowed: "sha1" or "md5"$/,
  ],
  [
    'a key that is a number',
    { key: 12_345 },
    /option "key" has a wrong value \(not shown\), allowed: a string or bytes$/,
  ],
];

for (const [what, options, message] of wrong) {
  test(`refuses ${what}`, () => {
    assert.throws(() => createSigner({ signer: 'alice', key, ...options }), {
      code: 'INVALID_OPTION',
      message,
    });
  });
}

test('an error about a key does not show it', () => {
  assert.throws(
    () => createSigner({ signer: 'alice', key: 12_345 as unknown as string }),
    (error: Error) => !error.message.includes('12345'),
  );
});
