import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type HekaMessage, messageFromJson, messageToJson } from 'heka-core';
import { arbitraryMessage } from '../../support/properties/arbitrary-message.ts';

const uuid = '00010203-0405-0607-0809-0a0b0c0d0e0f';

const message: HekaMessage = {
  uuid: Uint8Array.from({ length: 16 }, (_, index) => index),
  timestamp: 1_700_000_000_123_456_789n,
  type: 'log',
  logger: 'shop',
  severity: 6,
  payload: 'ordered',
  envVersion: '0.8',
  pid: 42,
  hostname: 'web-1',
  fields: [
    { name: 'text', type: 'string', values: ['a', 'b'], representation: 'uri' },
    { name: 'bytes', type: 'bytes', values: [new Uint8Array([0, 255])] },
    { name: 'integer', type: 'integer', values: [2n ** 63n - 1n, -1n] },
    {
      name: 'double',
      type: 'double',
      values: [1.5, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0],
    },
    { name: 'bool', type: 'bool', values: [true, false] },
  ],
};

const json = {
  uuid,
  timestamp: '1700000000123456789',
  type: 'log',
  logger: 'shop',
  severity: 6,
  payload: 'ordered',
  env_version: '0.8',
  pid: 42,
  hostname: 'web-1',
  fields: [
    { name: 'text', type: 'string', representation: 'uri', values: ['a', 'b'] },
    { name: 'bytes', type: 'bytes', values: ['AP8='] },
    { name: 'integer', type: 'integer', values: ['9223372036854775807', '-1'] },
    { name: 'double', type: 'double', values: [1.5, 'NaN', 'Infinity', '-Infinity', '-0'] },
    { name: 'bool', type: 'bool', values: [true, false] },
  ],
};

test('a message has one JSON form, its members in the order of the wire', () => {
  assert.equal(JSON.stringify(messageToJson(message)), JSON.stringify(json));
});

test('the JSON form is the message again', () => assert.deepEqual(messageFromJson(json), message));

test('what is absent stays absent', () => {
  const least = { uuid: message.uuid, timestamp: 0n, fields: [] };
  assert.equal(JSON.stringify(messageToJson(least)), JSON.stringify({ uuid, timestamp: '0', fields: [] }));
  assert.deepEqual(messageFromJson({ uuid, timestamp: '0' }), least);
});

test('every message survives JSON text', () => {
  fc.assert(
    fc.property(arbitraryMessage, (given) => {
      assert.deepEqual(messageFromJson(JSON.parse(JSON.stringify(messageToJson(given)))), given);
    }),
    { numRuns: 300 },
  );
});

const field = { name: 'f', type: 'integer', values: ['1'] };

const wrong: [what: string, json: unknown, error: RegExp][] = [
  ['no object', 'text', /the message of the JSON form is wrong, allowed: an object/],
  ['an array', [], /the message of the JSON form/],
  ['no uuid', { ...json, uuid: undefined }, /uuid of the JSON form is wrong, allowed: a uuid in text/],
  ['a uuid of other text', { ...json, uuid: 'x' }, /uuid "x" is not a uuid/],
  ['a timestamp with a fraction', { ...json, timestamp: '1.5' }, /timestamp of the JSON form is wrong/],
  [
    'a timestamp that a double cannot hold',
    { ...json, timestamp: 2 ** 60 },
    /timestamp of the JSON form is wrong/,
  ],
  [
    'a timestamp of 65 bits',
    { ...json, timestamp: '9223372036854775808' },
    /timestamp is 9223372036854775808n/,
  ],
  ['a severity in text', { ...json, severity: '6' }, /severity is a string/],
  ['a payload that is null', { ...json, payload: null }, /payload is null/],
  ['fields in an object', { ...json, fields: {} }, /fields of the JSON form is wrong, allowed: an array/],
  ['a field that is null', { ...json, fields: [null] }, /fields\[0\] of the JSON form is wrong/],
  [
    'a field without values',
    { ...json, fields: [{ name: 'f', type: 'bool' }] },
    /fields\[0\]\.values of the JSON form/,
  ],
  ['an unknown type', { ...json, fields: [{ ...field, type: 'toString' }] }, /fields\[0\]\.type is a string/],
  [
    'an integer in hexadecimal',
    { ...json, fields: [{ ...field, values: ['0x1'] }] },
    /fields\[0\]\.values\[0\]/,
  ],
  [
    'bytes that are not base64',
    { ...json, fields: [{ ...field, type: 'bytes', values: ['A*=='] }] },
    /base64/,
  ],
  [
    'a double in other text',
    { ...json, fields: [{ ...field, type: 'double', values: ['1'] }] },
    /values\[0\]/,
  ],
];

for (const [what, given, error] of wrong) {
  test(`refuses ${what}`, () => {
    assert.throws(() => messageFromJson(given), { code: 'INVALID_MESSAGE', message: error });
  });
}

test('an integer may be a number where a double can hold it', () => {
  const { fields } = messageFromJson({ uuid, timestamp: 5, fields: [{ ...field, values: [7, '8'] }] });
  assert.deepEqual(fields[0]?.values, [7n, 8n]);
});
