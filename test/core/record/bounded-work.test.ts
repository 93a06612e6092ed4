import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createMessage } from 'heka-core';
import { messageRecords } from '../../../packages/core/src/record/message-records.ts';
import { pinoRecords } from '../../../packages/core/src/record/pino/pino-records.ts';
import type { RecordMapping } from '../../../packages/core/src/record/record-encoder.ts';
import { winstonRecords } from '../../../packages/core/src/record/winston/winston-records.ts';
import { MessageEncoder } from '../../../packages/core/src/wire/message-encoder.ts';
import { mappingOptions, readable, recordEncoder } from '../../support/records/record-messages.ts';

const LEVEL = Symbol.for('level');
const SPLAT = Symbol.for('splat');

/** Far more than a message has room for, and than anybody waits for. */
const MANY = 4_000_000;

/** Looks at things inside of a value, at most: a few for each byte of a message. */
const LOOKS = 500_000;

const encode = recordEncoder(winstonRecords);

function fieldsOf(members: object): Readonly<Record<string, string>> {
  const { level, ...fields } = readable(encode({ level: 'info', message: 'm', ...members }).bytes).fields;
  assert.equal(level, 'string:info');
  return fields;
}

function info(message: string, ...splat: readonly unknown[]): object {
  return { level: 'info', message, [LEVEL]: 'info', [SPLAT]: splat };
}

function replaceExec(value: RegExp['exec']): void {
  Reflect.defineProperty(RegExp.prototype, 'exec', { value, writable: true, configurable: true });
}

/** Calls a function, and tells how often a regular expression was tried meanwhile. */
function countMatches(run: () => void): number {
  const { exec } = RegExp.prototype;
  let count = 0;
  replaceExec(function (this: RegExp, text) {
    count++;
    return exec.call(this, text);
  });
  try {
    run();
  } finally {
    replaceExec(exec);
  }
  return count;
}

describe('what is looked at of a record', () => {
  test('is no more of the placeholders in a text than a message has room for', () => {
    const text = '%s'.repeat(MANY);
    for (const splat of [[{ a: 1 }], ['x', { a: 1 }], ['x', 'y', 'z']]) {
      const count = countMatches(() => {
        const { payload, fields } = readable(encode(info(text, ...splat)).bytes);
        assert.match(payload ?? '', /^(\{ a: 1 \}|\[object Object\]|x)/);
        assert.equal(fields['truncated'], 'bool:true');
      });
      assert.ok(count <= LOOKS, `${count} matches`);
    }
  });

  test('is nothing that an own iterator of a container gives', () => {
    const endless = <T extends object>(container: T): T =>
      Object.defineProperty(container, Symbol.iterator, {
        value: () => assert.fail('the iterator was asked for'),
      });
    const lying = Object.defineProperty(Uint8Array.of(1, 2), 'length', { value: 2 ** 31 });
    assert.deepEqual(
      fieldsOf({
        map: endless(new Map([['a', 1]])),
        set: endless(new Set(['x', 'y'])),
        numbers: endless(Int16Array.of(1, 2)),
        bytes: endless(Uint8Array.of(1, 2)),
        array: endless([1, 2]),
        inside: [endless(new Map([['a', 1]])), endless(new Set([1])), endless(Float32Array.of(0.5))],
        lying,
      }),
      {
        'map.a': 'integer:1',
        set: 'string:x|y',
        numbers: 'integer:1|2',
        bytes: 'bytes:0102',
        array: 'integer:1|2',
        inside: 'string(json):[{"a":1},[1],[0.5]]',
        lying: 'bytes:0102',
      },
    );
    for (const placeholder of ['%s', '%j', '%o', '%O', '%d']) {
      for (const container of [new Map([['a', 1]]), new Set([1]), [1], Int8Array.of(1)]) {
        const { payload } = readable(encode(info(`is ${placeholder}`, endless(container))).bytes);
        assert.match(payload ?? '', /^is ./);
      }
    }
  });

  test('is no more of the errors in an error than can be shown', () => {
    const errors: unknown[] = [];
    errors.length = 2 ** 32 - 1;
    const fields = fieldsOf({ err: Object.assign(new Error('m'), { errors, stack: 'S' }) });
    assert.equal(fields['err.message'], 'string:m');
    assert.match(fields['err.aggregateErrors'] ?? '', /^string\(json\):\[null,null,/);
  });

  test('is no more of the causes that errors share than can be shown', () => {
    let looks = 0;
    const stack = {
      get(): string {
        looks++;
        return 'Error: e\n    at file.ts:1:1';
      },
    };
    let cause: Error | undefined;
    for (let level = 0; level < 1500; level++) {
      cause = Object.defineProperty(new Error(`e${level}`, { cause }), 'stack', stack);
    }
    const errors = Array.from({ length: 999 }, (_, index) => new Error(`outer ${index}`, { cause }));
    for (const errorCause of ['flat', 'nested']) {
      const encodeErrors = recordEncoder(winstonRecords, { errorCause });
      for (const members of [
        { err: new AggregateError(errors, 'all') },
        Object.fromEntries(errors.entries()),
        { errors },
      ]) {
        looks = 0;
        const { truncated } = encodeErrors(Object.assign({ level: 'info', message: 'm' }, members));
        assert.equal(truncated, true);
        assert.ok(looks <= LOOKS, `${looks} stacks read of errors ${errorCause}`);
      }
    }
  });

  test('are no digits of integers that are too long to be read', () => {
    const huge = BigInt(`1${'0'.repeat(1000)}`);
    assert.deepEqual(
      fieldsOf({ a: huge, b: -huge, c: [huge, 1n], d: [{ e: huge }], f: huge - 1n, g: [1, huge] }),
      {
        a: 'string:[BigInt]',
        b: 'string:[BigInt]',
        c: 'string(json):["[BigInt]",1]',
        d: 'string(json):[{"e":"[BigInt]"}]',
        f: `string:${'9'.repeat(1000)}`,
        g: 'string(json):[1,"[BigInt]"]',
      },
    );
    assert.equal(readable(encode(info('is %s, %d', huge, 5n)).bytes).payload, 'is "[BigInt]", 5n');
    const line = `{"level":30,"a":1${'0'.repeat(1000)},"b":[{"c":-1${'0'.repeat(1000)}}],"d":${'9'.repeat(1000)}}`;
    const { fields } = readable(recordEncoder(pinoRecords)(line).bytes);
    assert.equal(fields['a'], 'string:[BigInt]');
    assert.equal(fields['b'], 'string(json):[{"c":"[BigInt]"}]');
    assert.equal(fields['d'], `string:${'9'.repeat(1000)}`);
    assert.throws(() => createMessage({ timestamp: huge }), /timestamp is a large bigint, allowed/);
  });

  test('is none of the elements of what should be a number', () => {
    const severity = Object.assign([1, 2], { toJSON: () => assert.fail('the array was read') });
    assert.equal(recordEncoder(messageRecords)({ payload: 'x', severity }).drop, 'encode');
    assert.throws(
      () => createMessage({ severity: severity as unknown as number }),
      /severity is an array, allowed: an integer of 32 bits/,
    );
    assert.throws(
      () => createMessage({ severity: 'x'.repeat(1000) as 'info' }),
      new RegExp(`severity "${'x'.repeat(60)}" is unknown`),
    );
  });
});

test('the elements of arrays are no more than a few messages have room for', () => {
  let arrays = 0;
  const array = Array.from({ length: 1000 }, () => true);
  const object = {};
  for (let index = 0; index < 5000; index++) {
    Object.defineProperty(object, `a${index}`, {
      get: () => {
        arrays++;
        return array;
      },
      enumerable: true,
    });
  }
  const { truncated } = recordEncoder(winstonRecords, { maxFields: 65_536 })({
    level: 'info',
    message: 'm',
    object,
  });
  assert.equal(truncated, true);
  assert.ok(arrays < 500, `${arrays} arrays were read`);
});

describe('what is written of a record', () => {
  const long = 'n'.repeat(MANY);
  const texts = Object.fromEntries(
    Array.from({ length: 200 }, (_, index) => [`t${index}`, 'n'.repeat(60_000)]),
  );
  const records: readonly (readonly [what: string, mapping: RecordMapping, record: object])[] = [
    ['a name', winstonRecords, { level: 'info', message: 'm', [long]: 1 }],
    ['a nested name', winstonRecords, { level: 'info', message: 'm', a: { [long]: { b: 1 } } }],
    ['a name in JSON', winstonRecords, { level: 'info', message: 'm', a: [{ [long]: 1 }] }],
    ['a text', winstonRecords, { level: 'info', message: 'm', a: { b: long } }],
    ['texts that have room one by one', winstonRecords, { level: 'info', message: 'm', a: texts }],
    ['a list of texts', winstonRecords, { level: 'info', message: 'm', a: { b: [long, long] } }],
    ['a payload', messageRecords, { payload: long }],
    ['a name of a message', messageRecords, { fields: [{ name: long, type: 'bool', values: [true] }] }],
    ['a text of a message', messageRecords, { fields: [{ name: 'a', type: 'string', values: [long] }] }],
    [
      'values of a message',
      messageRecords,
      { fields: [{ name: 'a', type: 'bool', values: Array.from({ length: MANY }, () => true) }] },
    ],
    [
      'fields of a message',
      messageRecords,
      { fields: Array.from({ length: 100_000 }, () => ({ name: 'a', type: 'bool', values: [true] })) },
    ],
  ];
  for (const [what, mapping, record] of records) {
    test(`is not much more than a message has room for: ${what}`, () => {
      let most = 0;
      class Watched extends MessageEncoder {
        override grow(at: number, bytes: number): void {
          most = Math.max(most, at + bytes);
          super.grow(at, bytes);
        }
      }
      const { truncated, drop } = mapping(mappingOptions()).encode(record, new Watched());
      assert.deepEqual([truncated, drop], [true, '']);
      assert.ok(most <= 1_000_000, `${most} bytes`);
    });
  }
});
