import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { winstonRecords } from '../../../../packages/core/src/record/winston/winston-records.ts';
import { readable, recordEncoder } from '../../../support/records/record-messages.ts';

/** A value of the member `k`, and the fields that it becomes. */
type Row = readonly [what: string, value: unknown, fields: Readonly<Record<string, string>>];

const cyclic: Record<string, unknown> = { x: 1 };
cyclic['self'] = cyclic;
cyclic['list'] = [cyclic];

const rows: readonly Row[] = [
  ['a text', 'text', { k: 'string:text' }],
  ['an empty text', '', { k: 'string:' }],
  ['a lone surrogate', 'a\ud800b', { k: 'string:a\ufffdb' }],
  ['true', true, { k: 'bool:true' }],
  ['an integer', 42, { k: 'integer:42' }],
  ['minus zero', -0, { k: 'integer:0' }],
  ['2^60', 2 ** 60, { k: 'integer:1152921504606847000' }],
  ['the largest number within 64 bits', 9223372036854774784, { k: 'integer:9223372036854775000' }],
  ['2^63', 2 ** 63, { k: 'double:9223372036854776000' }],
  ['-2^63, whose decimal text is beyond it', -(2 ** 63), { k: 'double:-9223372036854776000' }],
  ['1e21', 1e21, { k: 'double:1e+21' }],
  ['a double', 0.1, { k: 'double:0.1' }],
  ['a bigint', 12n, { k: 'integer:12' }],
  ['the smallest int64', -(2n ** 63n), { k: 'integer:-9223372036854775808' }],
  ['a bigint beyond 64 bits that is a double', 10n ** 19n, { k: 'double:10000000000000000000' }],
  ['a bigint beyond 64 bits that is no double', 10n ** 19n + 1n, { k: 'string:10000000000000000001' }],
  ['a bigint with an exponent as a double', 10n ** 30n, { k: 'string:1000000000000000000000000000000' }],
  ['NaN', Number.NaN, {}],
  ['Infinity', Number.NEGATIVE_INFINITY, {}],
  ['null', null, {}],
  ['undefined', undefined, {}],
  ['a function', () => 1, {}],
  ['a symbol', Symbol('s'), {}],
  ['an invalid Date', new Date(Number.NaN), {}],
  ['an empty array', [], {}],
  ['an empty object', {}, {}],
  ['an empty Map and an empty Set', { m: new Map(), s: new Set() }, {}],
  ['a Date', new Date(0), { k: 'string:1970-01-01T00:00:00.000Z' }],
  ['a URL', new URL('http://a/b'), { k: 'string:http://a/b' }],
  ['a Buffer', Buffer.from([0, 255]), { k: 'bytes:00ff' }],
  ['an empty Buffer', Buffer.alloc(0), { k: 'bytes:' }],
  ['a Uint8Array', Uint8Array.of(1, 2), { k: 'bytes:0102' }],
  ['an ArrayBuffer', Uint8Array.of(1, 2).buffer, { k: 'bytes:0102' }],
  ['a DataView', new DataView(Uint8Array.of(1, 2, 3).buffer, 1), { k: 'bytes:0203' }],
  ['a Buffer as pino writes it', { type: 'Buffer', data: [1, 255] }, { k: 'bytes:01ff' }],
  [
    'what only looks like a Buffer',
    { type: 'Buffer', data: [256] },
    { 'k.type': 'string:Buffer', 'k.data': 'integer:256' },
  ],
  [
    'a Buffer the wrong way round',
    { data: [1], type: 'Buffer' },
    { 'k.data': 'integer:1', 'k.type': 'string:Buffer' },
  ],
  ['an Int32Array', Int32Array.of(-1, 2), { k: 'integer:-1|2' }],
  ['a BigInt64Array', BigInt64Array.of(-1n, 2n ** 62n), { k: 'integer:-1|4611686018427387904' }],
  ['an array of texts', ['a', '', 'b'], { k: 'string:a||b' }],
  ['an array of booleans', [true, false], { k: 'bool:true|false' }],
  ['an array of integers', [1, -2, 3n, 2 ** 60], { k: 'integer:1|-2|3|1152921504606847000' }],
  ['an array of doubles', [0.5, 1.5], { k: 'double:0.5|1.5' }],
  ['integers and doubles', [1, 1.5, 2n], { k: 'double:1|1.5|2' }],
  ['integers, one of them beyond 64 bits', [1, 2 ** 63], { k: 'double:1|9223372036854776000' }],
  ['an array of bytes', [Buffer.from('a'), Uint8Array.of(98)], { k: 'bytes:61|62' }],
  ['an array of Dates', [new Date(0)], { k: 'string:1970-01-01T00:00:00.000Z' }],
  [
    'an array of several kinds',
    [1, 'a', null, undefined, Number.NaN],
    { k: 'string(json):[1,"a",null,null,null]' },
  ],
  [
    'an array with a hole',
    Object.assign(Array.from<number>({ length: 0 }), { 0: 1, 2: 2 }),
    { k: 'string(json):[1,null,2]' },
  ],
  ['an array of arrays', [[1], []], { k: 'string(json):[[1],[]]' }],
  ['an array of objects', [{ a: 1n, b: undefined }], { k: 'string(json):[{"a":1}]' }],
  ['a Set of texts', new Set(['a', 'b']), { k: 'string:a|b' }],
  ['a Set of several kinds', new Set([1, 'a', {}]), { k: 'string(json):[1,"a",{}]' }],
  [
    'a Map with texts as keys',
    new Map<string, unknown>([
      ['a', 1],
      ['b', { c: 2 }],
    ]),
    { 'k.a': 'integer:1', 'k.b.c': 'integer:2' },
  ],
  [
    'a Map with other keys',
    new Map<unknown, unknown>([
      [1, 'a'],
      ['b', 2],
    ]),
    { k: 'string(json):[[1,"a"],["b",2]]' },
  ],
  ['an object', { a: 1, b: { c: 'x' } }, { 'k.a': 'integer:1', 'k.b.c': 'string:x' }],
  ['inherited members', Object.assign(Object.create({ no: 1 }), { yes: 1 }), { 'k.yes': 'integer:1' }],
  [
    'an object eight levels deep',
    { b: { c: { d: { e: { f: { g: { h: 1 } } } } } } },
    { 'k.b.c.d.e.f.g.h': 'integer:1' },
  ],
  [
    'an object nine levels deep',
    { b: { c: { d: { e: { f: { g: { h: { i: 1 } } } } } } } },
    { 'k.b.c.d.e.f.g.h': 'string(json):{"i":1}' },
  ],
  ['an empty object nine levels deep', { b: { c: { d: { e: { f: { g: { h: {} } } } } } } }, {}],
  [
    'an Error in a member',
    Object.assign(new RangeError('m'), { stack: 'S', code: 5 }),
    { 'k.type': 'string:RangeError', 'k.message': 'string:m', 'k.stack': 'string:S', 'k.code': 'integer:5' },
  ],
  [
    'a frozen Error',
    Object.freeze(Object.assign(new Error('m'), { stack: 'S', code: 5 })),
    { 'k.type': 'string:Error', 'k.message': 'string:m', 'k.stack': 'string:S', 'k.code': 'integer:5' },
  ],
  [
    'an Error in an array',
    [Object.assign(new Error('m'), { stack: 'S' })],
    { k: 'string(json):[{"type":"Error","message":"m","stack":"S"}]' },
  ],
  [
    'a circular reference',
    cyclic,
    { 'k.x': 'integer:1', 'k.self': 'string:[Circular]', 'k.list': 'string(json):["[Circular]"]' },
  ],
  [
    'toJSON that gives an Error',
    { toJSON: () => Object.assign(new Error('m'), { stack: 'S' }) },
    { 'k.type': 'string:Error', 'k.message': 'string:m', 'k.stack': 'string:S' },
  ],
  ['toJSON that gives a Map', { toJSON: () => new Map([['a', 1]]) }, { 'k.a': 'integer:1' }],
  [
    'toJSON that gives itself',
    {
      a: 1,
      toJSON(): object {
        return this;
      },
    },
    { 'k.a': 'integer:1' },
  ],
  [
    'toJSON that throws',
    {
      toJSON: (): never => {
        throw new SyntaxError('x');
      },
    },
    { k: 'string:[Throws: SyntaxError]' },
  ],
  [
    'a getter that throws',
    {
      a: 1,
      get b(): never {
        throw new TypeError('x');
      },
      c: 2,
    },
    { 'k.a': 'integer:1', 'k.b': 'string:[Throws: TypeError]', 'k.c': 'integer:2' },
  ],
  [
    'a constructor that throws when it is read',
    {
      a: 1,
      get constructor(): never {
        throw new TypeError('x');
      },
    },
    { 'k.a': 'integer:1', 'k.constructor': 'string:[Throws: TypeError]' },
  ],
  [
    'a getter that throws a text',
    {
      get b(): never {
        throw 'x' as never;
      },
    },
    { 'k.b': 'string:[Throws: string]' },
  ],
  [
    'a getter that throws in an array',
    [
      {
        get b(): never {
          throw new TypeError('x');
        },
      },
    ],
    { k: 'string(json):[{"b":"[Throws: TypeError]"}]' },
  ],
  ['a revoked proxy', revoked(), { k: 'string:[Throws: TypeError]' }],
  ['a revoked proxy in an array', [revoked(), 1], { k: 'string(json):["[Throws: TypeError]",1]' }],
  [
    'a name that flattening makes twice',
    { 'a.b': 1, a: { b: 2 } },
    { 'k.a.b': 'integer:1', 'k.a.b_': 'integer:2' },
  ],
  [
    'a name made three times',
    { 'a.b': 1, a: { b: 2 }, 'a.b_': 3 },
    { 'k.a.b': 'integer:1', 'k.a.b_': 'integer:2', 'k.a.b__': 'integer:3' },
  ],
];

function revoked(): object {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}

describe('a value as fields', () => {
  const encode = recordEncoder(winstonRecords);
  for (const [what, value, fields] of rows) {
    test(what, () => {
      const { level, ...others } = readable(encode({ level: 'info', message: 'm', k: value }).bytes).fields;
      assert.equal(level, 'string:info');
      assert.deepEqual(others, fields);
      assert.deepEqual(Object.keys(others), Object.keys(fields), 'in this order');
    });
  }

  test('BigInt.prototype.toJSON counts, as it does in pino', () => {
    const { prototype } = BigInt as unknown as { prototype: { toJSON?: () => unknown } };
    prototype.toJSON = (): string => 'big';
    try {
      const { fields } = readable(encode({ level: 'info', message: 'm', a: 1n, b: [{ c: 2n }] }).bytes);
      assert.deepEqual(fields, { level: 'string:info', a: 'string:big', b: 'string(json):[{"c":"big"}]' });
    } finally {
      delete prototype.toJSON;
    }
  });

  test('errorCause nested keeps causes as members', () => {
    const nested = recordEncoder(winstonRecords, { errorCause: 'nested' });
    const cause = Object.assign(new TypeError('why'), { stack: 'S2' });
    const err = Object.assign(new Error('what', { cause }), { stack: 'S1' });
    const { level: _, ...fields } = readable(nested({ level: 'info', message: 'm', err }).bytes).fields;
    assert.deepEqual(fields, {
      'err.type': 'string:Error',
      'err.message': 'string:what',
      'err.stack': 'string:S1',
      'err.cause.type': 'string:TypeError',
      'err.cause.message': 'string:why',
      'err.cause.stack': 'string:S2',
    });
  });

  test('fieldTypes fixes type and representation, and leaves alone what cannot be had so', () => {
    const fixed = recordEncoder(winstonRecords, {
      fieldTypes: {
        i: { type: 'integer', representation: 'count' },
        d: { type: 'double' },
        b: { type: 'bool' },
        s: { type: 'string', representation: 'uri' },
        y: { type: 'bytes' },
        r: { representation: 'ms' },
        o: { type: 'string' },
        'n.m': { type: 'double' },
        list: { type: 'string' },
        set: { type: 'double', representation: 'B' },
      },
    });
    const fieldsOf = (members: object): Readonly<Record<string, string>> => {
      const { level: _, ...fields } = readable(
        fixed({ level: 'info', message: 'm', ...members }).bytes,
      ).fields;
      return fields;
    };
    assert.deepEqual(
      fieldsOf({
        i: '17',
        d: 1,
        b: 'true',
        s: 5,
        y: 'hi',
        r: 12,
        o: { a: 1 },
        n: { m: 2 },
        list: [1, true],
        set: new Set([1]),
      }),
      {
        i: 'integer(count):17',
        d: 'double:1',
        b: 'bool:true',
        s: 'string(uri):5',
        y: 'bytes:6869',
        r: 'integer(ms):12',
        o: 'string(json):{"a":1}',
        'n.m': 'double:2',
        list: 'string(json):[1,true]',
        set: 'double(B):1',
      },
    );
    assert.deepEqual(
      fieldsOf({ i: 1.5, d: 'x', b: 2, s: Buffer.from('é'), y: 7, r: null, n: { m: [true] } }),
      {
        i: 'double:1.5',
        d: 'string:x',
        b: 'integer:2',
        s: 'string(uri):é',
        y: 'integer:7',
        'n.m': 'double:1',
      },
    );
  });

  test('members beyond maxFields stand together in fields_rest', () => {
    const few = recordEncoder(winstonRecords, { maxFields: 2 });
    const { bytes, truncated } = few({
      level: 'info',
      message: 'm',
      a: 1,
      b: { c: 2, d: { e: 3n } },
      f: null,
      g: [1, 'x'],
      truncated: 'mine',
    });
    assert.equal(truncated, true);
    assert.deepEqual(readable(bytes).fields, {
      level: 'string:info',
      a: 'integer:1',
      'b.c': 'integer:2',
      fields_rest: 'string(json):{"b.d":{"e":3},"g":[1,"x"],"truncated":"mine"}',
      truncated: 'bool:true',
    });
  });

  test('exactly maxFields members are all fields', () => {
    const few = recordEncoder(winstonRecords, { maxFields: 2 });
    const { bytes, truncated } = few({ level: 'info', message: 'm', a: 1, b: 2, c: undefined });
    assert.equal(truncated, false);
    assert.deepEqual(readable(bytes).fields, { level: 'string:info', a: 'integer:1', b: 'integer:2' });
  });

  test('an object that stands a thousand million times in a record costs no more than others', () => {
    let value: object = { leaf: 1 };
    for (let level = 0; level < 30; level++) value = { a: value, b: value };
    const { bytes, truncated } = encode({ level: 'info', message: 'm', value });
    assert.equal(truncated, true);
    assert.ok(bytes.length <= 65_536);
  });

  test('thousands of different names do not mix up later records', () => {
    const many = recordEncoder(winstonRecords, { fields: { env: 'prod' } });
    for (let index = 0; index < 10_000; index++)
      many({ level: 'info', message: 'm', [`key${index}`]: index });
    const record = { level: 'info', message: 'm', a: { b: 1 }, 'a.b': 2, env: 'mine', level_: 3 };
    assert.deepEqual(readable(many(record).bytes).fields, {
      level: 'string:info',
      env: 'string:prod',
      'a.b': 'integer:1',
      'a.b_': 'integer:2',
      env_: 'string:mine',
      level_: 'integer:3',
    });
  });
});
