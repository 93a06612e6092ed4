import assert from 'node:assert/strict';
import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { it } from 'node:test';
import { reasonOf } from 'heka-core';

/** What `call` throws. */
function thrownBy(call: () => unknown): unknown {
  try {
    call();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}

const cases: readonly (readonly [string, () => unknown, string])[] = [
  ['a file that is not there', () => readFileSync('/no/such/file'), 'no such file or directory'],
  ['a directory', () => readFileSync('/'), 'it is a directory'],
  ['a text of OpenSSL', () => createPrivateKey('-----BEGIN X-----'), 'unsupported'],
  ['an error without a code', () => JSON.parse(''), 'Unexpected end of JSON input'],
];
for (const [name, call, reason] of cases) {
  it(`gives the reason of ${name}`, () => {
    assert.equal(reasonOf(thrownBy(call)), reason);
  });
}

it('does not repeat a path, which may be a secret that was given in the place of one', () => {
  assert.equal(reasonOf(thrownBy(() => readFileSync('hunter2'.repeat(1000)))), 'name too long');
});

it('takes plainer words of the place where the error happened', () => {
  const error = thrownBy(() => readFileSync('/no/such/socket'));
  assert.equal(reasonOf(error, { ENOENT: 'no such socket' }), 'no such socket');
});
