import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encodeMessage, type HekaMessage } from 'heka-core';
import { decodeMessage } from '../../../packages/core/src/wire/decode-message.ts';
import {
  toHex,
  toMessage,
  type Vector,
  type VectorMessage,
  vectors,
} from '../../support/messages/golden-vectors.ts';

/** What to encode in a case: a lone surrogate cannot stand in the vectors' own text. */
function input(vector: Vector): HekaMessage {
  return toMessage({ ...vector.message, ...vector.js_input });
}

/** Heka's own encoder writes a negative int32 in 5 bytes; the protobuf standard has 10. */
function hasNegativeInt32({ severity = 0, pid = 0 }: VectorMessage): boolean {
  return severity < 0 || pid < 0;
}

const encodes = vectors.filter(({ kind }) => kind === 'encode');

for (const vector of encodes.filter(({ message }) => !hasNegativeInt32(message))) {
  test(`encodes ${vector.name} as Heka's own encoder does`, () => {
    assert.equal(toHex(encodeMessage(input(vector))), vector.message_hex);
  });
}

for (const vector of encodes.filter(({ message }) => hasNegativeInt32(message))) {
  test(`encodes ${vector.name} in the 10 bytes of the protobuf standard`, () => {
    const bytes = encodeMessage(input(vector));
    assert.equal(bytes.length, vector.message_hex.length / 2 + 5);
    assert.deepEqual(decodeMessage(bytes), toMessage(vector.message));
  });
}

test('the two standard forms of a negative int32 among the decode cases are what is written', () => {
  for (const name of ['d_severity_negative_standard10', 'd_pid_negative_standard10']) {
    const vector = vectors.find((candidate) => candidate.name === name);
    assert.ok(vector);
    assert.equal(toHex(encodeMessage(input(vector))), vector.message_hex);
  }
});

test('refuses a message one byte larger than 65536, naming size and limit', () => {
  const vector = vectors.find(({ name }) => name === 'message_over_max_65537');
  assert.ok(vector);
  assert.throws(() => encodeMessage(input(vector)), {
    name: 'HekaError',
    code: 'MESSAGE_TOO_LARGE',
    message: 'MESSAGE_TOO_LARGE: message size 65537 is larger than maxMessageBytes 65536',
  });
  assert.equal(encodeMessage(input(vector), { maxMessageBytes: 65_537 }).length, 65_537);
});

const message: HekaMessage = { uuid: new Uint8Array(16), timestamp: 1n, fields: [] };

const refused: [what: string, given: object, error: string][] = [
  ['a short uuid', { uuid: new Uint8Array(15) }, 'uuid is 15 bytes long, allowed: 16'],
  ['a uuid in text', { uuid: '5c482174' }, 'uuid is a string, allowed: 16 bytes'],
  ['no uuid', { uuid: undefined }, 'uuid is undefined, allowed: 16 bytes'],
  ['a timestamp as a number', { timestamp: 5 }, 'timestamp is 5, allowed: a bigint of 64 bits'],
  [
    'a timestamp of 65 bits',
    { timestamp: 2n ** 63n },
    'timestamp is 9223372036854775808n, allowed: a bigint of 64 bits',
  ],
  ['a payload of bytes', { payload: new Uint8Array(1) }, 'payload is an object, allowed: a string'],
  ['a type that is null', { type: null }, 'type is null, allowed: a string'],
  ['a fractional severity', { severity: 1.5 }, 'severity is 1.5, allowed: an integer of 32 bits'],
  ['a severity in text', { severity: 'info' }, 'severity is a string, allowed: an integer of 32 bits'],
  ['a pid of 33 bits', { pid: 2 ** 31 }, 'pid is 2147483648, allowed: an integer of 32 bits'],
  ['a pid that is no number', { pid: Number.NaN }, 'pid is NaN, allowed: an integer of 32 bits'],
  ['fields in an object', { fields: { a: 1 } }, 'fields is an object, allowed: an array'],
  ['a field that is null', { fields: [null] }, 'fields[0] is null, allowed: an object'],
  [
    'a field without a name',
    { fields: [{ type: 'string', values: [] }] },
    'fields[0].name is undefined, allowed: a string',
  ],
  [
    'a field of an unknown type',
    { fields: [{ name: 'a', type: 'constructor', values: [] }] },
    'fields[0].type is a string, allowed: string, bytes, integer, double or bool',
  ],
  [
    'values that are no array',
    { fields: [{ name: 'a', type: 'string', values: 'x' }] },
    'fields[0].values is a string, allowed: an array',
  ],
  [
    'an integer as a number',
    { fields: [{ name: 'a', type: 'integer', values: [1n, 2] }] },
    'fields[0].values[1] is 2, allowed: a bigint of 64 bits',
  ],
  [
    'a hole among the values',
    { fields: [{ name: 'a', type: 'string', values: Array(1) }] },
    'fields[0].values[0] is undefined, allowed: a string',
  ],
  [
    'a representation that is a number',
    { fields: [{ name: 'a', type: 'bool', values: [], representation: 1 }] },
    'fields[0].representation is 1, allowed: a string',
  ],
];

for (const [what, given, error] of refused) {
  test(`refuses ${what}`, () => {
    assert.throws(() => encodeMessage({ ...message, ...given }), {
      name: 'HekaError',
      code: 'INVALID_MESSAGE',
      message: `INVALID_MESSAGE: ${error}`,
    });
  });
}

test('what is no object is refused', () => {
  for (const given of [undefined, null, 'text', 5]) {
    assert.throws(() => encodeMessage(given as unknown as HekaMessage), { code: 'INVALID_MESSAGE' });
  }
});

test('the bytes are the caller’s own: the next message does not change them', () => {
  const first = encodeMessage({ ...message, payload: 'first' });
  const before = toHex(first);
  encodeMessage({ ...message, payload: 'other' });
  assert.equal(toHex(first), before);
  assert.equal(first.constructor, Uint8Array);
});

test('a refused message does not show in the next one', () => {
  const before = toHex(encodeMessage(message));
  assert.throws(() => encodeMessage({ ...message, payload: 'x'.repeat(70_000) }), {
    code: 'MESSAGE_TOO_LARGE',
  });
  assert.equal(toHex(encodeMessage(message)), before);
});
