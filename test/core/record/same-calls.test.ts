import { describe, test } from 'node:test';
import winston from 'winston';
import { caused, Empty, far } from '../../support/records/awkward-records.ts';
import { assertSameMessage, members, type Shape } from '../../support/records/both-loggers.ts';

const shapes: readonly Shape[] = [
  { name: 'a text alone', winston: (l) => l.info('text'), pino: (l) => l.info('text') },
  { name: 'an empty text', winston: (l) => l.info(''), pino: (l) => l.info('') },
  { name: 'a number as message', winston: (l) => l.info(42), pino: (l) => l.info(42 as never) },
  { name: 'true as message', winston: (l) => l.info(true), pino: (l) => l.info(true as never) },
  { name: 'a bigint as message', winston: (l) => l.info(10n), pino: (l) => l.info(10n as never) },
  { name: 'null as message', winston: (l) => l.info(null), pino: (l) => l.info(null) },
  {
    name: 'undefined as message',
    winston: (l) => l.info(undefined),
    pino: (l) => l.info(undefined as never),
  },
  {
    name: 'members without a text',
    winston: (l) => l.info({ a: 1, b: 'c' }),
    pino: (l) => l.info({ a: 1, b: 'c' }),
  },
  { name: 'an array as message', winston: (l) => l.info(['a', 'b']), pino: (l) => l.info(['a', 'b']) },
  { name: 'an error alone', winston: (l) => l.error(far()), pino: (l) => l.error(far()) },
  { name: 'an error with causes alone', winston: (l) => l.error(caused()), pino: (l) => l.error(caused()) },
  {
    name: 'an error without a message alone',
    winston: (l) => l.error(new Empty()),
    pino: (l) => l.error(new Empty()),
  },
  {
    name: 'a text and an error',
    winston: (l) => l.error('failed', far()),
    pino: (l) => l.error(far(), 'failed'),
  },
  {
    name: 'a text and an error with causes',
    winston: (l) => l.error('failed', caused()),
    pino: (l) => l.error(caused(), 'failed'),
  },
  {
    name: 'an error under err without a text',
    winston: (l) => l.error({ err: far() }),
    pino: (l) => l.error({ err: far() }),
  },
  {
    name: 'a child that logs an error',
    winston: (l) => l.child({ reqId: 5 }).error(caused()),
    pino: (l) => l.child({ reqId: 5 }).error(caused()),
  },
  {
    name: 'format.errors with stack',
    format: winston.format.combine(
      winston.format.errors({ stack: true, cause: true }),
      winston.format.json(),
    ),
    winston: (l) => l.error(caused()),
    pino: (l) => l.error(caused()),
  },
  {
    name: 'a child with members',
    winston: (l) => l.child({ reqId: 5, tags: ['a'] }).warn('text', { a: 1, reqId: 6 }),
    pino: (l) => l.child({ reqId: 5, tags: ['a'] }).warn({ a: 1, reqId: 6 }, 'text'),
  },
  {
    name: 'a child of a child',
    winston: (l) => l.child({ a: 1 }).child({ b: 2 }).debug('text', { c: 3 }),
    pino: (l) => l.child({ a: 1 }).child({ b: 2 }).debug({ c: 3 }, 'text'),
  },
  {
    name: 'placeholders that nobody has filled',
    winston: (l) => l.info('%s has %d of %s, %d left', 'disk', 5, 'x', 7.5),
    pino: (l) => l.info('%s has %d of %s, %d left', 'disk', 5, 'x', 7.5),
  },
  {
    name: 'placeholders and members',
    winston: (l) => l.info('hello %s', 'you', { a: 1 }),
    pino: (l) => l.info({ a: 1 }, 'hello %s', 'you'),
  },
  {
    name: 'placeholders that format.splat has filled',
    format: winston.format.combine(winston.format.splat(), winston.format.json()),
    winston: (l) => l.info('hello %s, %j', '100%s', { x: 1 }, { a: 1 }),
    pino: (l) => l.info({ a: 1 }, 'hello %s, %j', '100%s', { x: 1 }),
  },
  {
    name: 'several objects behind the text',
    winston: (l) => l.info('text', { a: 1 }, { b: 2 }),
    pino: (l) => l.info({ a: 1, b: 2 }, 'text'),
  },
  {
    name: 'members with a message of their own',
    winston: (l) => l.info('text', { a: 1, message: 'mine', b: 2 }),
    pino: (l) => l.info({ a: 1, message: 'mine', b: 2 }, 'text'),
  },
  {
    name: 'format.metadata',
    format: winston.format.combine(winston.format.metadata(), winston.format.json()),
    winston: (l) => l.info('text', { a: 1, b: { c: 2 } }),
    pino: (l) => l.info({ a: 1, b: { c: 2 } }, 'text'),
  },
  {
    name: 'coloured levels',
    format: winston.format.combine(winston.format.colorize(), winston.format.simple()),
    winston: (l) => l.warn('text', { a: 1 }),
    pino: (l) => l.warn({ a: 1 }, 'text'),
  },
  {
    name: 'a text of a megabyte as message',
    winston: (l) => l.info('日'.repeat(350_000), { a: 'kept' }),
    pino: (l) => l.info({ a: 'kept' }, '日'.repeat(350_000)),
  },
  {
    ...members('the option errorKey', () => ({ failure: caused() })),
    options: { errorKey: 'failure' },
    pinoOptions: { errorKey: 'failure' },
  },
  {
    ...members('the option nestedKey', () => ({
      a: 1,
      b: { c: 2 },
      level: 'mine',
      err: { type: 'E', message: 'm', stack: 's' },
    })),
    winston: (l) => l.info('text', { payload: { a: 1, b: { c: 2 }, level: 'mine' } }),
    pino: (l) => l.info({ a: 1, b: { c: 2 }, level: 'mine' }, 'text'),
    options: { nestedKey: 'payload' },
    pinoOptions: { nestedKey: 'payload' },
  },
  { ...members('the option typeKey', () => ({ a: 1, kind: 'audit' })), options: { typeKey: 'kind' } },
  {
    ...members('the option fields', () => ({ a: 1, env: 'mine' })),
    options: { fields: { env: 'prod', deep: { er: [1, 2] } } },
  },
  {
    ...members('the option numbers', () => ({ a: 1, b: 2.5, c: [1, 2], d: 2n ** 60n, e: 2 ** 60 })),
    options: { numbers: 'double' },
  },
  {
    ...members('the option fieldTypes', () => ({ a: 1, b: '17', c: { d: true }, e: { f: 1 }, g: [1, 2] })),
    options: {
      fieldTypes: {
        a: { type: 'double', representation: 'ms' },
        b: { type: 'integer' },
        'c.d': { type: 'string' },
        e: { type: 'string' },
        g: { representation: 'count' },
      },
    },
  },
  {
    ...members('the options separator and maxDepth', () => ({ a: { b: { c: { d: 1 } } } })),
    options: { separator: '/', maxDepth: 2 },
  },
  {
    ...members('the option maxFields', () => ({ a: 1, b: { c: 2, d: [1, { e: 2 }] }, f: { g: 3n } })),
    options: { maxFields: 2 },
  },
];

describe('the same log call of winston and of pino', () => {
  for (const shape of shapes) {
    test(`gives the same message: ${shape.name}`, () => {
      assertSameMessage(shape);
    });
  }
});
