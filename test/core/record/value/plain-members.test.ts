import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { winstonRecords } from '../../../../packages/core/src/record/winston/winston-records.ts';
import { readable, recordEncoder } from '../../../support/records/record-messages.ts';

const encode = recordEncoder(winstonRecords);

function fieldsOf(members: object, options?: Readonly<Record<string, unknown>>) {
  const { bytes, truncated } = (options === undefined ? encode : recordEncoder(winstonRecords, options))({
    level: 'info',
    message: 'm',
    ...members,
  });
  const { level, ...fields } = readable(bytes).fields;
  assert.equal(level, 'string:info');
  return { fields, truncated };
}

describe('members of ordinary objects', () => {
  test('have the same fields each time, whether their names are expected or not', () => {
    const rounds = [
      { a: 'x', b: 1, c: { d: true } },
      { b: 1, a: 'x', c: { d: true } },
      { a: 'x', b: 1, c: { d: true } },
      { c: { d: true }, e: null, a: 'x', b: 1 },
    ];
    for (const members of rounds) {
      assert.deepEqual(fieldsOf(members).fields, { a: 'string:x', b: 'integer:1', 'c.d': 'bool:true' });
    }
  });

  test('are read once each, expected or not', () => {
    for (let round = 0; round < 3; round++) {
      let reads = 0;
      const object = {
        before: round,
        get counted(): number {
          return ++reads;
        },
      };
      assert.equal(fieldsOf({ object }).fields['object.counted'], 'integer:1');
      assert.equal(reads, 1);
    }
  });

  test('get a name of their own, lists as well, if a field has it already', () => {
    assert.deepEqual(fieldsOf({ 'a.b': ['x'], a: { b: ['y'] }, 'c.d': 1, c: { d: 2 } }).fields, {
      'a.b': 'string:x',
      'a.b_': 'string:y',
      'c.d': 'integer:1',
      'c.d_': 'integer:2',
    });
  });

  test('do not include what Object.prototype was given', (t) => {
    const { prototype } = Object as { prototype: object & { polluted?: unknown } };
    t.after(() => {
      delete prototype.polluted;
    });
    prototype.polluted = 'p';
    assert.deepEqual(fieldsOf({ o: { a: 1 } }).fields, { 'o.a': 'integer:1' });
  });

  test('do not include what is inherited', () => {
    const o: unknown = Object.create({ inherited: 1 }, { own: { value: 2, enumerable: true } });
    assert.deepEqual(fieldsOf({ o }).fields, { 'o.own': 'integer:2' });
  });

  test('are cut to a common length if all of their texts are larger than a message', () => {
    const { fields, truncated } = fieldsOf(
      { a: 'a'.repeat(900), b: 'b'.repeat(900) },
      { maxMessageBytes: 1024 },
    );
    assert.equal(truncated, true);
    assert.equal(fields['a']?.length, fields['b']?.length);
  });
});

describe('lists of plain values', () => {
  const lists: readonly (readonly [readonly unknown[], string])[] = [
    [['a', 'b'], 'string:a|b'],
    [[1, 300, -1], 'integer:1|300|-1'],
    [[0.5, 1.25], 'double:0.5|1.25'],
    [[1, 1.5], 'double:1|1.5'],
    [[true, false], 'bool:true|false'],
    [[1, 'a'], 'string(json):[1,"a"]'],
  ];
  for (const [list, field] of lists) {
    test(`${JSON.stringify(list)} is ${field}`, () => {
      assert.deepEqual(fieldsOf({ list }).fields, { list: field });
    });
  }

  for (const length of [1023, 1024, 1025, 1026]) {
    test(`${length} of them are all there`, () => {
      const numbers = Array.from({ length }, (_, index) => index);
      const texts = numbers.map((number) => String(number % 10));
      assert.deepEqual(fieldsOf({ numbers, texts }).fields, {
        numbers: `integer:${numbers.join('|')}`,
        texts: `string:${texts.join('|')}`,
      });
    });
  }

  test('of which an element is an accessor have the value that it gives first', () => {
    const values: unknown[] = [1, 2];
    let reads = 0;
    Object.defineProperty(values, 1, { get: () => (reads++ === 0 ? 3 : 'zz'), enumerable: true });
    assert.deepEqual(fieldsOf({ list: values }).fields, { list: 'integer:1|3' });
  });

  test('whose length grows with each look have an end', () => {
    let length = 1;
    const list: unknown = new Proxy(['a'], {
      get: (target, key) => (key === 'length' ? length++ : Reflect.get(target, key === '0' ? '0' : key)),
    });
    const { fields } = fieldsOf({ list, next: 'n' });
    assert.equal(fields['next'], 'string:n');
  });
});
