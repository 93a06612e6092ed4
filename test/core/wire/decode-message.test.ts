import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeMessage } from 'heka-core';
import { fromHex, toMessage, vectors } from '../../support/messages/golden-vectors.ts';
import {
  bytes,
  delimited,
  double,
  integer,
  minimalMessage,
  varint,
} from '../../support/messages/wire-bytes.ts';

/** Messages that hekad delivers and Hindsight does not, for what they lack. */
const refused = new Map([
  ['d_missing_timestamp', /there is no timestamp/],
  ['d_uuid_17', /there is no uuid of 16 bytes/],
  ['d_uuid_empty', /there is no uuid of 16 bytes/],
]);

for (const { name, kind, message, message_hex: hex } of vectors) {
  if (kind === 'encode_error') continue;
  const error = refused.get(name);
  if (error === undefined) {
    test(`decodes ${name}`, () => assert.deepEqual(decodeMessage(fromHex(hex)), toMessage(message)));
  } else {
    test(`refuses ${name}`, () =>
      assert.throws(() => decodeMessage(fromHex(hex)), { code: 'MALFORMED_MESSAGE', message: error }));
  }
}

const uuid = delimited(1, new Uint8Array(16));
const timestamp = integer(2, 1);

const malformed: [what: string, message: Uint8Array][] = [
  ['no bytes at all', new Uint8Array()],
  ['a message without a uuid', timestamp],
  ['a message cut in the middle of a text', bytes(uuid, timestamp, delimited(6, 'payload')).subarray(0, -1)],
  ['a message cut in the middle of a varint', bytes(uuid, 0x10, 0x80)],
  ['a length that is beyond the end', bytes(uuid, timestamp, 0x32, varint(1_000_000))],
  ['a length of -1, which makes hekad panic', bytes(uuid, timestamp, 0x32, varint(-1))],
  ['a wire type that does not exist', bytes(uuid, timestamp, 0x0f, 1)],
  ['a varint of 11 bytes', bytes(uuid, 0x10, new Uint8Array(11).fill(0xff))],
  ['a field that is longer than the message', bytes(uuid, timestamp, 0x52, 0x7f)],
  ['a run of doubles of 7 bytes', bytes(uuid, timestamp, delimited(10, delimited(7, new Uint8Array(7))))],
];

for (const [what, message] of malformed) {
  test(`refuses ${what}`, () => assert.throws(() => decodeMessage(message), { code: 'MALFORMED_MESSAGE' }));
}

test('packed and unpacked values of a field come in the order of the bytes', () => {
  const field = bytes(
    delimited(1, 'd'),
    integer(2, 3),
    0x39,
    double(1),
    delimited(7, bytes(double(2), double(3))),
  );
  assert.deepEqual(decodeMessage(bytes(minimalMessage, delimited(10, field))).fields, [
    { name: 'd', type: 'double', values: [1, 2, 3] },
  ]);
});

test('integers keep all 64 bits', () => {
  const values = [2n ** 63n - 1n, -(2n ** 63n), 2n ** 53n + 1n, -1n, 0n];
  const run = bytes(...values.map(varint));
  const field = bytes(delimited(1, 'n'), integer(2, 2), delimited(6, run));
  const message = bytes(uuid, integer(2, -(2n ** 63n)), delimited(10, field));
  const decoded = decodeMessage(message);
  assert.equal(decoded.timestamp, -(2n ** 63n));
  assert.deepEqual(decoded.fields[0]?.values, values);
});

test('a field named __proto__ is a field', () => {
  const field = bytes(delimited(1, '__proto__'), integer(2, 0), delimited(4, 'x'));
  assert.deepEqual(decodeMessage(bytes(minimalMessage, delimited(10, field))).fields, [
    { name: '__proto__', type: 'string', values: ['x'] },
  ]);
});

test('the message does not refer to the bytes it was decoded from', () => {
  const field = bytes(delimited(1, 'b'), integer(2, 1), delimited(5, 'abc'));
  const source = bytes(minimalMessage, delimited(10, field));
  const message = decodeMessage(source);
  source.fill(0);
  assert.equal(message.uuid[15], 15);
  assert.deepEqual(message.fields[0]?.values, [new Uint8Array([0x61, 0x62, 0x63])]);
});

test('a hundred thousand nested groups are refused without a stack overflow', () => {
  const groups = new Uint8Array(100_000).fill(0x63);
  assert.throws(() => decodeMessage(bytes(minimalMessage, groups)), { code: 'MALFORMED_MESSAGE' });
});
