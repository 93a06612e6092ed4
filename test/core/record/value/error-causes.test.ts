import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import winston from 'winston';
import { winstonRecords } from '../../../../packages/core/src/record/winston/winston-records.ts';
import { throughWinston } from '../../../support/records/both-loggers.ts';
import { readable, recordEncoder } from '../../../support/records/record-messages.ts';

/** An error with a cause of any kind; where an error has one, it is not enumerable. */
const failed = (cause: unknown, message = 'failed'): Error => new Error(message, { cause });

/** The fields that an error under `err` gives for its causes. */
function causesOf(err: unknown, errorCause: 'flat' | 'nested' = 'flat'): Readonly<Record<string, string>> {
  const encode = recordEncoder(winstonRecords, { errorCause });
  return onlyCauses(readable(encode({ level: 'info', message: 'm', err }).bytes).fields);
}

function onlyCauses(fields: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(fields).filter(([name]) => name.includes('cause') && !name.endsWith('.stack')),
  );
}

const values: readonly (readonly [string, unknown, Readonly<Record<string, string>>])[] = [
  ['a text', 'text', { 'err.cause': 'string:text' }],
  ['a number', 17, { 'err.cause': 'integer:17' }],
  ['false', false, { 'err.cause': 'bool:false' }],
  ['an object', { code: 1, in: { a: 'b' } }, { 'err.cause.code': 'integer:1', 'err.cause.in.a': 'string:b' }],
  ['an array of texts', ['a', 'b'], { 'err.cause': 'string:a|b' }],
  ['bytes', Uint8Array.of(1, 255), { 'err.cause': 'bytes:01ff' }],
  ['null', null, {}],
  ['undefined', undefined, {}],
  ['a function', () => 'text', {}],
];

describe('the cause of an error that is no error', () => {
  for (const [name, cause, fields] of values) {
    test(`is a member of the error: ${name}`, () => {
      assert.deepEqual(causesOf(failed(cause)), fields);
      assert.deepEqual(causesOf(failed(cause), 'nested'), fields);
      assert.deepEqual(causesOf(Object.freeze(failed(cause))), fields, 'of a frozen error');
    });
  }

  test('is that of the last error in the chain, whose messages are one', () => {
    assert.deepEqual(causesOf(failed(failed(failed('text')))), { 'err.cause': 'string:text' });
  });

  test('stands at the error that has it, where errorCause is nested', () => {
    assert.deepEqual(causesOf(failed(failed('text', 'inner')), 'nested'), {
      'err.cause.type': 'string:Error',
      'err.cause.message': 'string:inner',
      'err.cause.cause': 'string:text',
    });
  });

  test('is kept by an error inside of another one, and by one of several', () => {
    const inside = Object.assign(new Error('outer'), { inner: failed('text') });
    assert.deepEqual(causesOf(inside), { 'err.inner.cause': 'string:text' });
    const several = new AggregateError([failed('text')], 'several');
    const encode = recordEncoder(winstonRecords);
    const { fields } = readable(encode({ level: 'info', message: 'm', err: several }).bytes);
    assert.match(fields['err.aggregateErrors'] ?? '', /"cause":"text"/);
  });

  test('is nothing where the causes of an error go round', () => {
    const first = new Error('first');
    first.cause = failed(first, 'second');
    assert.deepEqual(causesOf(first), {});
  });

  const calls: readonly (readonly [string, (logger: winston.Logger) => void])[] = [
    ['error(err)', (logger) => logger.error(failed({ code: 1 }))],
    ["error('text', err)", (logger) => logger.error('text', failed({ code: 1 }))],
    ['error({ err })', (logger) => logger.error({ err: failed({ code: 1 }) })],
    ['child.error(err)', (logger) => logger.child({ a: 1 }).error(failed({ code: 1 }))],
  ];
  for (const [name, call] of calls) {
    test(`comes through winston: ${name}`, () => {
      const { fields } = readable(throughWinston({ name, winston: call, pino: () => undefined }));
      assert.deepEqual(onlyCauses(fields), { 'err.cause.code': 'integer:1' });
    });
  }
});

describe('errors inside of an error', () => {
  const encode = recordEncoder(winstonRecords, { errorCause: 'nested' });
  const fieldsOf = (err: Error): Readonly<Record<string, string>> =>
    readable(encode({ level: 'info', message: 'm', err: Object.assign(err, { stack: 'S' }) }).bytes).fields;

  test('may be that error itself', () => {
    const error = failed(undefined);
    Object.assign(error, { self: error, cause: error });
    assert.deepEqual(fieldsOf(error), {
      level: 'string:info',
      'err.type': 'string:Error',
      'err.message': 'string:failed',
      'err.stack': 'string:S',
    });
  });

  test('are all shown as JSON if there are too many for a place of their own', () => {
    const errors = Array.from({ length: 2000 }, (_, index) =>
      Object.assign(new Error(`e${index}`), { stack: '' }),
    );
    const fields = fieldsOf(new AggregateError(errors, 'many'));
    assert.equal(fields['err.message'], 'string:many');
    assert.match(
      fields['err.aggregateErrors'] ?? '',
      /^string\(json\):\[{"type":"Error","message":"e0","stack":""},/,
    );
  });
});
