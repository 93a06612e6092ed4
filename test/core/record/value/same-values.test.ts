import { describe, test } from 'node:test';
import {
  aggregate,
  caused,
  circular,
  deep,
  far,
  fixed,
  ofClass,
  shared,
} from '../../../support/records/awkward-records.ts';
import { assertSameMessage, members, type Shape } from '../../../support/records/both-loggers.ts';

const shapes: readonly Shape[] = [
  members('texts, numbers and booleans', () => ({
    s: 'text',
    i: 7,
    n: -7,
    d: 1.5,
    t: true,
    f: false,
    e: '',
  })),
  members('zero, minus zero and the largest safe integer', () => ({
    a: 0,
    b: -0,
    c: Number.MAX_SAFE_INTEGER,
    d: -Number.MAX_SAFE_INTEGER,
  })),
  members('integers beyond 2^53', () => ({
    a: 2 ** 53,
    b: 2 ** 60,
    c: -(2 ** 62),
    d: 2 ** 63,
    e: -(2 ** 63),
    f: 1e21,
  })),
  members('bigints', () => ({
    a: 1n,
    b: 2n ** 60n,
    c: 2n ** 63n - 1n,
    d: -(2n ** 63n),
    e: 2n ** 63n,
    f: 10n ** 30n,
  })),
  members('doubles of every size', () => ({
    a: 0.1,
    b: 1e-300,
    c: 1.7976931348623157e308,
    d: -1.5e-7,
    e: 123456789012345.6,
  })),
  members('NaN, infinities, null, undefined, functions and symbols', () => ({
    a: Number.NaN,
    b: Number.POSITIVE_INFINITY,
    c: null,
    d: undefined,
    e: () => 1,
    f: Symbol('s'),
    g: 'kept',
  })),
  members('nested objects', () => ({ a: { b: { c: 1, d: 'x' }, e: true }, f: 2 })),
  members('empty objects and arrays', () => ({ a: {}, b: [], c: { d: {}, e: [] }, f: 1 })),
  members('dates', () => ({
    at: new Date(1_700_000_000_123),
    not: new Date(Number.NaN),
    in: { at: new Date(0) },
  })),
  members('urls', () => ({
    url: new URL('https://example.com/a?b=c#d'),
    urls: [new URL('http://a/'), new URL('http://b/')],
  })),
  members('buffers', () => ({
    b: Buffer.from('00ff10', 'hex'),
    e: Buffer.alloc(0),
    in: { b: Buffer.from('x') },
  })),
  members('arrays of one kind', () => ({
    s: ['a', 'b', ''],
    i: [1, -2, 3],
    d: [1.5, 2.5],
    m: [1, 2.5],
    b: [true, false],
    y: [Buffer.from('a'), Buffer.from('b')],
    t: [new Date(0), new Date(1)],
  })),
  members('arrays of big integers', () => ({ a: [2 ** 53, 2 ** 60], b: [1, 2 ** 63], c: [1e21, 1] })),
  members('mixed and nested arrays', () => ({
    a: [1, 'a', true],
    b: [[1, 2], [3]],
    c: [{ a: 1 }, { b: [null, 'x'] }],
    d: [null],
    e: [Number.NaN, 1],
    f: [undefined, 'x'],
    g: [2 ** 60, 'x'],
  })),
  members('boxed primitives', () => ({
    a: Object(1),
    b: Object('s'),
    c: Object(true),
    d: [Object(1), Object(2)],
  })),
  members('objects with toJSON', () => ({
    a: { toJSON: () => 'short' },
    b: { toJSON: () => ({ c: 1, d: [1, 2] }) },
    e: { toJSON: () => undefined },
    f: { in: { toJSON: (key: string) => `at ${key}` } },
  })),
  members('instances of classes', () => ({
    a: new (class {
      x = 1;
      #hidden = 2;
      get y(): number {
        return this.#hidden;
      }
    })(),
  })),
  members('objects without a prototype', () => ({ a: Object.assign(Object.create(null), { b: 1 }) })),
  members('regular expressions, promises, weak maps', () => ({
    a: /x/,
    b: Promise.resolve(1),
    c: new WeakMap(),
    d: 1,
  })),
  members('a circular reference', circular),
  members('an object that stands there twice', () => ({ a: shared, b: shared, c: [shared, shared] })),
  members('an error under err', () => ({ err: far(), after: 1 })),
  members('an error with causes', () => ({ err: caused() })),
  members('an error with a cause that is no error, as a member of its own', () => ({
    err: Object.assign(far(), { cause: { code: 1, hint: 'text' } }),
  })),
  members('an error of several errors', () => ({ err: aggregate() })),
  members('an error of a class of its own', () => ({ err: ofClass() })),
  members('what only looks like an error under err', () => ({ err: { message: 'm', code: 1 } })),
  members('a text under err', () => ({ err: 'just text' })),
  members('an error with errors inside', () => ({
    err: Object.assign(far(), { inner: fixed(new Error('i')), list: [1] }),
  })),
  members('an error with more levels than are told', () => ({
    err: Object.assign(far(), { detail: { a: { b: { c: { d: 1 } }, e: [{ f: 1 }] }, g: 'x' } }),
    beside: { a: { b: { c: { d: 1 } } } },
  })),
  members('a member called metadata', () => ({ metadata: { a: 1 } })),
  members('forged time, pid, hostname and name', () => ({
    a: 1,
    time: 0,
    pid: 1,
    hostname: 'evil',
    name: 'root',
    b: 2,
  })),
  members('forged pid that is the real one', () => ({ pid: process.pid, x: 1 })),
  members('nested members with the names of headers', () => ({
    user: { name: 'n', level: 3, time: 1, pid: 2, hostname: 'h' },
  })),
  members(
    'names that are prototypes',
    () => JSON.parse('{"a":{"constructor":1,"toString":"x","hasOwnProperty":2}}') as object,
  ),
  members('names that are integers', () => ({ b: 1, 10: 'ten', 2: 'two', a: { z: 1, 0: 'zero' } })),
  members('names with the separator', () => ({ 'a.b': 1, a: { b: 2 }, c: { 'd.e': 3, d: { e: 4 } } })),
  members('odd names', () => ({
    '': 1,
    ' ': 2,
    é: 3,
    '\u0000': 4,
    '"quoted"': 5,
    'a\\b': 6,
    '\u007f': 7,
    '\u{1f600}': 8,
  })),
  members('a type and a service', () => ({
    type: 'mine',
    service: 'shop',
    severity: 'x',
    payload: 'y',
    fields: { z: 1 },
  })),
  members('a member called level_', () => ({ level_: 'mine' })),
  members('nine levels', () => ({ a: deep(9), b: 1 })),
  members('a thousand levels', () => deep(1000)),
  members('members of every script', () => ({
    a: 'žluťoučký',
    b: '日本語',
    c: '😀'.repeat(50),
    d: '\u0000\u001b[31m',
  })),
  members('long texts of each width', () => ({
    a: 'a'.repeat(5000),
    b: 'é'.repeat(3000),
    c: '日'.repeat(2000),
  })),
  members('a lone surrogate in a long text and in an array', () => ({
    a: `\ud800${'x'.repeat(200)}`,
    b: [{ c: '\udfff' }],
  })),
  members('a text of a megabyte', () => ({ a: 'a'.repeat(1_000_000), b: 'kept' })),
  members('a thousand texts that are too much together', () =>
    Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`k${i}`, `${i}é`.repeat(500)])),
  ),
  members('5,000 members', () => Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`key${i}`, i]))),
  members('5,000 nested members', () => ({
    n: Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`k${i}`, { v: i }])),
  })),
];

describe('the same members through winston and through pino', () => {
  for (const shape of shapes) {
    test(`gives the same message: ${shape.name}`, () => {
      assertSameMessage(shape);
    });
  }
});
