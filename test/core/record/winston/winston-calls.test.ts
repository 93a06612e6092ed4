import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import winston from 'winston';
import { far, fixed } from '../../../support/records/awkward-records.ts';
import { logged, type Options } from '../../../support/records/winston-message.ts';

const STACK = 'RangeError: too far\n    at file.ts:1:1\n    at other.ts:2:2';
const FAR = {
  'err.type': 'string:RangeError',
  'err.message': 'string:too far',
  'err.stack': `string:${STACK}`,
  'err.code': 'string:E_FAR',
  'err.detail.limit': 'integer:3',
};

const { combine, errors, label, metadata, ms, splat, timestamp } = winston.format;

interface Call {
  readonly name: string;
  readonly call: (logger: winston.Logger) => void;
  readonly logger?: winston.LoggerOptions;
  readonly payload: string | undefined;
  readonly fields: Options;
}

function revoked(): object {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}

const circle: Record<string, unknown> = { a: 1 };
circle['self'] = circle;

const calls: readonly Call[] = [
  { name: 'a text', call: (l) => l.info('text'), payload: 'text', fields: {} },
  { name: 'nothing', call: (l) => l.info(undefined), payload: undefined, fields: {} },
  { name: 'no argument', call: (l) => Reflect.apply(l.info, l, []), payload: '', fields: {} },
  {
    name: 'a text and members',
    call: (l) => l.info('text', { a: 1 }),
    payload: 'text',
    fields: { a: 'integer:1' },
  },
  { name: 'one object', call: (l) => l.info({ a: 1 }), payload: undefined, fields: { a: 'integer:1' } },
  {
    name: 'one object with a message',
    call: (l) => l.info({ message: 'text', a: 1 }),
    payload: 'text',
    fields: { a: 'integer:1' },
  },
  {
    name: 'log with one object',
    call: (l) => l.log({ level: 'info', message: 'text', a: 1 }),
    payload: 'text',
    fields: { a: 'integer:1' },
  },
  { name: 'a Date as message', call: (l) => l.info(new Date(0)), payload: undefined, fields: {} },
  { name: 'a text and a number', call: (l) => l.info('text', 5), payload: 'text', fields: {} },
  { name: 'a text and null', call: (l) => l.info('text', null), payload: 'text', fields: {} },
  {
    name: 'a text and an array',
    call: (l) => l.info('text', ['x', 'y']),
    payload: 'text',
    fields: { 0: 'string:x', 1: 'string:y' },
  },
  { name: 'an Error', call: (l) => l.error(far()), payload: 'too far', fields: FAR },
  {
    name: 'an Error as the message of an object',
    call: (l) => l.log({ level: 'error', message: far() as never, a: 1 }),
    payload: 'too far',
    fields: { a: 'integer:1', ...FAR },
  },
  {
    name: 'an Error with defaultMeta',
    call: (l) => l.error(far()),
    logger: { defaultMeta: { service: 's', n: 1 } },
    payload: 'too far',
    fields: { service: 'string:s', n: 'integer:1', ...FAR },
  },
  {
    name: 'an Error onto which formats have written',
    call: (l) => l.error(far()),
    logger: { format: combine(timestamp(), label({ label: 'x' }), ms()) },
    payload: 'too far',
    fields: { label: 'string:x', ms: 'string:+0ms', ...FAR },
  },
  { name: 'a text and an Error', call: (l) => l.error('failed', far()), payload: 'failed', fields: FAR },
  {
    name: 'a text, an Error, defaultMeta',
    call: (l) => l.error('failed', far()),
    logger: { defaultMeta: { service: 's' } },
    payload: 'failed',
    fields: { service: 'string:s', ...FAR },
  },
  {
    name: 'a text, an Error and members',
    call: (l) => l.error('failed', far(), { a: 1 }),
    payload: 'failed',
    fields: { ...FAR, a: 'integer:1' },
  },
  {
    name: 'a text, members and an Error',
    call: (l) => l.error('failed', { a: 1 }, far()),
    payload: 'failed',
    fields: { a: 'integer:1', ...FAR },
  },
  {
    name: 'a text with a placeholder and an Error left over',
    call: (l) => l.error('failed %s', 'x', far()),
    payload: 'failed x',
    fields: FAR,
  },
  {
    name: 'a text that ends as the Error does',
    call: (l) => l.error('too far', far()),
    payload: 'too far',
    fields: FAR,
  },
  {
    name: 'two Errors',
    call: (l) => l.error('failed', fixed(new Error('one')), fixed(new Error('two'))),
    payload: 'failed',
    fields: {
      'err.type': 'string:Error',
      'err.message': 'string:one',
      'err.stack': 'string:Error: one\n    at file.ts:1:1\n    at other.ts:2:2',
      'err_.type': 'string:Error',
      'err_.message': 'string:two',
      'err_.stack': 'string:Error: two\n    at file.ts:1:1\n    at other.ts:2:2',
    },
  },
  {
    name: 'a text and an Error without a message',
    call: (l) => l.error('failed', Object.assign(new Error(''), { stack: 'S' })),
    payload: 'failed',
    fields: { 'err.type': 'string:Error', 'err.message': 'string:', 'err.stack': 'string:S' },
  },
  {
    name: 'errors and format.splat',
    call: (l) => l.error('failed', far()),
    logger: { format: splat() },
    payload: 'failed',
    fields: FAR,
  },
  {
    name: 'an Error that a placeholder takes',
    call: (l) => l.error('failed: %s', 'x', { a: 1 }),
    logger: { format: splat() },
    payload: 'failed: x',
    fields: { a: 'integer:1' },
  },
  {
    name: 'format.errors',
    call: (l) => l.error(fixed(new TypeError('m'))),
    logger: { format: errors({ stack: true }) },
    payload: 'm',
    fields: {
      'err.type': 'string:TypeError',
      'err.message': 'string:m',
      'err.stack': 'string:TypeError: m\n    at file.ts:1:1\n    at other.ts:2:2',
    },
  },
  {
    name: 'a stack that is none',
    call: (l) => l.info('text', { stack: 'of hay' }),
    payload: 'text',
    fields: { stack: 'string:of hay' },
  },
  {
    name: 'a stack of something else',
    call: (l) => l.log({ level: 'info', message: 'text', stack: 'Error: other\n    at x' }),
    payload: 'text',
    fields: { stack: 'string:Error: other\n    at x' },
  },
  {
    name: 'a child that logs an Error',
    call: (l) => l.child({ a: 1 }).error(fixed(new TypeError('m'))),
    payload: 'm',
    fields: {
      a: 'integer:1',
      'err.type': 'string:TypeError',
      'err.message': 'string:m',
      'err.stack': 'string:TypeError: m\n    at file.ts:1:1\n    at other.ts:2:2',
    },
  },
  {
    name: 'an Error of several lines that a child logs',
    call: (l) => l.child({}).error(fixed(new Error('one\ntwo'))),
    payload: 'one\ntwo',
    fields: {
      'err.type': 'string:Error',
      'err.message': 'string:one\ntwo',
      'err.stack': 'string:Error: one\ntwo\n    at file.ts:1:1\n    at other.ts:2:2',
    },
  },
  {
    name: 'placeholders',
    call: (l) => l.info('%s %d %j%%', 'a', 1, { b: 2 }),
    payload: 'a 1 {"b":2}%',
    fields: {},
  },
  {
    name: 'placeholders and surplus members',
    call: (l) => l.info('%s', 'a', { b: 2 }, 5, { c: 3 }),
    payload: 'a',
    fields: { b: 'integer:2', c: 'integer:3' },
  },
  {
    name: 'a placeholder and members of a logger',
    call: (l) => l.child({ c: 3 }).info('%s', 'a', { b: 2 }),
    payload: 'a',
    fields: { c: 'integer:3', b: 'integer:2' },
  },
  { name: 'placeholders without arguments', call: (l) => l.info('100%s'), payload: '100%s', fields: {} },
  {
    name: 'a per cent sign and members',
    call: (l) => l.info('100% sure', { a: 1 }),
    payload: '100% sure',
    fields: { a: 'integer:1' },
  },
  {
    name: 'an escaped per cent sign and members',
    call: (l) => l.info('100%% sure', { a: 1 }),
    payload: '100%% sure',
    fields: { a: 'integer:1' },
  },
  {
    name: 'format.splat',
    call: (l) => l.info('%s %s', 'a%s', 'b', { c: 3 }),
    logger: { format: splat() },
    payload: 'a%s b',
    fields: { c: 'integer:3' },
  },
  {
    name: 'format.splat with objects in the text',
    call: (l) => l.info('%j and %j', { a: 1 }, { b: 2 }),
    logger: { format: splat() },
    payload: '{"a":1} and {"b":2}',
    fields: {},
  },
  {
    name: 'a number and an object in the text',
    call: (l) => l.info('%d %j', 7, { b: 2 }),
    logger: { format: splat() },
    payload: '7 {"b":2}',
    fields: {},
  },
  {
    name: 'printed objects in the text',
    call: (l) => l.info('%s %o %O', { a: 1 }, { b: 2 }, { c: { d: 3 } }, { e: 4 }),
    logger: { format: splat() },
    payload: '{ a: 1 } { b: 2 } { c: { d: 3 } }',
    fields: { e: 'integer:4' },
  },
  {
    name: 'placeholders that print objects',
    call: (l) => l.info('%s %o %O %d %i', { a: 1 }, { b: 2 }, { c: { d: 3 } }, { e: 4 }, ['5']),
    payload: '{ a: 1 } { b: 2 } { c: { d: 3 } } NaN 5',
    fields: {},
  },
  {
    name: 'JSON placeholders and what JSON itself cannot take',
    call: (l) =>
      l.info('%j %j %j', circle, new Map([['a', 1n]]), Object.assign(new Error('x'), { stack: 'S' })),
    payload: '{"a":1,"self":"[Circular]"} {"a":1} {"type":"Error","message":"x","stack":"S"}',
    fields: {},
  },
  {
    name: 'an object that is too large for the text',
    call: (l) => l.info('a text', 1, { a: 'longer than the text' }),
    payload: 'a text',
    fields: { a: 'string:longer than the text' },
  },
  {
    name: 'format.splat and fewer arguments than placeholders',
    call: (l) => l.info('GET %s by %s', '/x'),
    logger: { format: splat() },
    payload: 'GET /x by %s',
    fields: {},
  },
  {
    name: 'format.splat and a per cent sign in an object',
    call: (l) => l.info('request %j', { url: '/%d0%bf' }),
    logger: { format: splat() },
    payload: 'request {"url":"/%d0%bf"}',
    fields: {},
  },
  {
    name: 'a placeholder for undefined',
    call: (l) => l.info('v %s', undefined),
    payload: 'v undefined',
    fields: {},
  },
  {
    name: 'an argument that refuses to be looked at',
    call: (l) => l.info('disk %s', 'full', { a: 1 }, revoked()),
    payload: 'disk full',
    fields: { a: 'integer:1', argument: 'string:[Throws: TypeError]' },
  },
  {
    name: 'an argument that refuses to be looked at, without placeholders',
    call: (l) => l.info('disk full', { argument: 1 }, revoked(), revoked()),
    payload: 'disk full',
    fields: {
      argument: 'integer:1',
      argument_: 'string:[Throws: TypeError]',
      argument__: 'string:[Throws: TypeError]',
    },
  },
  {
    name: 'objects behind a text',
    call: (l) => l.info('text', { a: 1 }, { b: 2 }, { a: 3 }),
    payload: 'text',
    fields: { a: 'integer:3', b: 'integer:2' },
  },
  {
    name: 'a scalar, then members',
    call: (l) => l.info('text', 'x', { b: 2 }),
    payload: 'text',
    fields: { b: 'integer:2' },
  },
  {
    name: 'members with a message',
    call: (l) => l.info('text', { a: 1, message: 'mine' }),
    payload: 'text',
    fields: { a: 'integer:1', message: 'string:mine' },
  },
  {
    name: 'format.metadata',
    call: (l) => l.info('text', { a: 1 }),
    logger: { format: metadata(), defaultMeta: { b: 2 } },
    payload: 'text',
    fields: { b: 'integer:2', a: 'integer:1' },
  },
  {
    name: 'format.metadata and members that stay',
    call: (l) => l.info('text', { a: 1 }),
    logger: {
      format: combine(label({ label: 'x' }), metadata({ fillExcept: ['message', 'level', 'label'] })),
    },
    payload: 'text',
    fields: { label: 'string:x', a: 'integer:1' },
  },
  {
    name: 'a member called metadata',
    call: (l) => l.info('text', { metadata: { a: 1 } }),
    payload: 'text',
    fields: { 'metadata.a': 'integer:1' },
  },
  {
    name: 'defaultMeta',
    call: (l) => l.info('text', { a: 1, b: 2 }),
    logger: { defaultMeta: { b: 0, c: 3 } },
    payload: 'text',
    fields: { b: 'integer:2', c: 'integer:3', a: 'integer:1' },
  },
  {
    name: 'children',
    call: (l) => l.child({ a: 1 }).child({ b: 2 }).info('text', { c: 3 }),
    payload: 'text',
    fields: { a: 'integer:1', b: 'integer:2', c: 'integer:3' },
  },
  {
    name: 'a getter that throws in an argument',
    call: (l) =>
      l.info(
        'text',
        { a: 1 },
        {
          get b(): never {
            throw new TypeError('x');
          },
        },
      ),
    payload: 'text',
    fields: { a: 'integer:1', b: 'string:[Throws: TypeError]' },
  },
];

describe('a log call of winston', () => {
  for (const { name, call, logger, payload, fields } of calls) {
    test(`with ${name}`, () => {
      const message = logged(
        call,
        { format: winston.format((info) => info)(), ...logger },
        { timeKey: 'timestamp' },
      );
      const { level: _, ...others } = message.fields;
      assert.equal(message.payload, payload);
      assert.deepEqual(others, fields);
      assert.deepEqual(Object.keys(others), Object.keys(fields), 'in this order');
    });
  }
});
