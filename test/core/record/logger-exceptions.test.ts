import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import winston from 'winston';
import { deep, far, fixed, ofClass } from '../../support/records/awkward-records.ts';
import { members, type Shape, throughPino, throughWinston } from '../../support/records/both-loggers.ts';
import { readable } from '../../support/records/record-messages.ts';

/** A record that a logger alters before anybody sees it, and what remains of it through each. */
interface Exception extends Shape {
  readonly fromWinston: Readonly<Record<string, string>>;
  readonly fromPino: Readonly<Record<string, string>>;
}

const throwing = (): object => ({
  a: {
    b: 1,
    get c(): never {
      throw new TypeError('no');
    },
  },
});

// winston's own default, format.json(), throws into the application for these records.
const untouched = winston.format((info) => info)();

const exceptions: readonly Exception[] = [
  {
    ...members('pino writes a Map and a Set as {}', () => ({
      m: new Map([['a', 1]]),
      s: new Set(['x', 'y']),
    })),
    fromWinston: { 'm.a': 'integer:1', s: 'string:x|y' },
    fromPino: {},
  },
  {
    ...members('pino writes a Uint8Array as an object', () => ({
      u: Uint8Array.of(1, 255),
      f: Float64Array.of(0.5),
    })),
    fromWinston: { u: 'bytes:01ff', f: 'double:0.5' },
    fromPino: { 'u.0': 'integer:1', 'u.1': 'integer:255', 'f.0': 'double:0.5' },
  },
  {
    ...members('pino writes an Error outside errorKey as its own members', () => ({
      cause: far(),
      list: [far()],
    })),
    fromWinston: {
      'cause.type': 'string:RangeError',
      'cause.message': 'string:too far',
      'cause.stack': 'string:RangeError: too far\n    at file.ts:1:1\n    at other.ts:2:2',
      'cause.code': 'string:E_FAR',
      'cause.detail.limit': 'integer:3',
      list: 'string(json):[{"type":"RangeError","message":"too far","stack":"RangeError: too far\\n    at file.ts:1:1\\n    at other.ts:2:2","code":"E_FAR","detail":{"limit":3}}]',
    },
    fromPino: {
      'cause.code': 'string:E_FAR',
      'cause.detail.limit': 'integer:3',
      list: 'string(json):[{"code":"E_FAR","detail":{"limit":3}}]',
    },
  },
  {
    ...members('pino leaves out a cause that is no error', () => ({
      err: fixed(new Error('outer', { cause: 'text' })),
    })),
    fromWinston: {
      'err.type': 'string:Error',
      'err.message': 'string:outer',
      'err.stack': 'string:Error: outer\n    at file.ts:1:1\n    at other.ts:2:2',
      'err.cause': 'string:text',
    },
    fromPino: {
      'err.type': 'string:Error',
      'err.message': 'string:outer',
      'err.stack': 'string:Error: outer\n    at file.ts:1:1\n    at other.ts:2:2',
    },
  },
  {
    ...members('pino gives up on a getter that throws', throwing),
    format: untouched,
    fromWinston: { 'a.b': 'integer:1', 'a.c': 'string:[Throws: TypeError]' },
    fromPino: { a: 'string:[unable to serialize, circular reference is too complex to analyze]' },
  },
  {
    ...members('pino sorts and cuts what is circular or holds a bigint', () => ({
      r: { z: 1n, a: deep(6) },
    })),
    fromWinston: { 'r.z': 'integer:1', 'r.a.in.in.in.in.in.in': 'string(json):{"end":"here"}' },
    fromPino: { 'r.a.in.in.in.in': 'string:[Object]', 'r.z': 'integer:1' },
  },
  {
    ...members('pino cuts what is nested 5,000 times', () => deep(5000)),
    format: untouched,
    fromWinston: {
      'in.in.in.in.in.in.in.in': `string(json):${'{"in":'.repeat(4992)}{"end":"here"}${'}'.repeat(4992)}`,
    },
    fromPino: { 'in.in.in.in.in.in': 'string:[Object]' },
  },
  {
    ...members('winston loses __proto__', () => JSON.parse('{"__proto__":{"a":1},"b":2}') as object),
    fromWinston: { b: 'integer:2' },
    fromPino: { '__proto__.a': 'integer:1', b: 'integer:2' },
  },
  {
    ...members('winston writes over a member called level', () => ({ level: 'mine', b: 2 })),
    fromWinston: { b: 'integer:2' },
    fromPino: { level_: 'string:mine', b: 'integer:2' },
  },
  {
    ...members('timestamp and label are winston names of headers', () => ({
      timestamp: '2026-01-02T03:04:05Z',
      label: 'l',
    })),
    options: { logger: undefined },
    fromWinston: {},
    fromPino: { timestamp: 'string:2026-01-02T03:04:05Z', label: 'string:l' },
  },
  {
    ...members('msg is what pino calls the message', () => ({ msg: 'mine', b: 2 })),
    fromWinston: { msg: 'string:mine', b: 'integer:2' },
    fromPino: { b: 'integer:2' },
  },
  {
    ...members('a first member called name stands where pino writes its own', () => ({ name: 'n', b: 2 })),
    options: { logger: undefined },
    fromWinston: { name: 'string:n', b: 'integer:2' },
    fromPino: { b: 'integer:2' },
  },
  {
    name: "winston tells a child neither the class nor which members are the error's",
    winston: (l) => l.child({ a: 1 }).error(Object.assign(ofClass(), { code: 5 })),
    pino: (l) => l.child({ a: 1 }).error(Object.assign(ofClass(), { code: 5 })),
    fromWinston: {
      a: 'integer:1',
      'order.id': 'integer:7',
      code: 'integer:5',
      'err.type': 'string:Error',
      'err.message': 'string:no such order',
      'err.stack': 'string:Error: no such order\n    at file.ts:1:1\n    at other.ts:2:2',
    },
    fromPino: {
      a: 'integer:1',
      'err.type': 'string:OrderError',
      'err.message': 'string:no such order',
      'err.stack': 'string:Error: no such order\n    at file.ts:1:1\n    at other.ts:2:2',
      'err.order.id': 'integer:7',
      'err.code': 'integer:5',
    },
  },
];

describe('a record that a logger alters by itself', () => {
  for (const exception of exceptions) {
    test(exception.name, () => {
      const { level: winstonLevel, ...winstonFields } = readable(throughWinston(exception)).fields;
      const { level: pinoLevel, ...pinoFields } = readable(throughPino(exception)).fields;
      assert.equal(winstonLevel, pinoLevel);
      assert.deepEqual(winstonFields, exception.fromWinston);
      assert.deepEqual(pinoFields, exception.fromPino);
    });
  }
});
