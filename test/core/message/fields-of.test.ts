import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Field, fieldsOf } from 'heka-core';

const fields: readonly Field[] = [
  { name: 'order', type: 'integer', values: [17n] },
  { name: 'large', type: 'integer', values: [2n ** 53n] },
  { name: 'total', type: 'double', values: [19.9], representation: 'EUR' },
  { name: 'items', type: 'string', values: ['tea', 'cup'] },
  { name: 'nothing', type: 'string', values: [] },
  { name: 'twice', type: 'bool', values: [true] },
  { name: 'twice', type: 'string', values: ['x'] },
  { name: '__proto__', type: 'string', values: ['harmless'] },
  { name: 'raw', type: 'bytes', values: [Uint8Array.of(1)] },
];

test('fields become an object: one value as it is, others as an array, exact integers as numbers', () => {
  assert.deepEqual(Object.entries(fieldsOf({ fields })), [
    ['order', 17],
    ['large', 2n ** 53n],
    ['total', 19.9],
    ['items', ['tea', 'cup']],
    ['nothing', []],
    ['twice', [true, 'x']],
    ['__proto__', 'harmless'],
    ['raw', Uint8Array.of(1)],
  ]);
  assert.equal(Object.getPrototypeOf(fieldsOf({ fields })), Object.prototype);
});

test('what is not a message is refused', () => {
  const cases: readonly (readonly [unknown, string])[] = [
    [5, 'the message is 5, allowed: an object'],
    [undefined, 'the message is undefined, allowed: an object'],
    [{}, 'fields is undefined, allowed: an array'],
    [{ fields: { a: 1 } }, 'fields is an object, allowed: an array'],
  ];
  for (const [value, message] of cases) {
    assert.throws(() => fieldsOf(value as { fields: [] }), {
      code: 'INVALID_MESSAGE',
      message: `INVALID_MESSAGE: ${message}`,
    });
  }
});
