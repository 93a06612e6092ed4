import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { exactMembers, exactValue } from '../../../../packages/core/src/record/pino/exact-json.ts';
import { jsonText } from '../../../../packages/core/src/record/value/json-text.ts';
import { valueContext } from '../../../support/records/value-context.ts';

function textOf(value: unknown, limit = 1_000_000): string | undefined {
  return jsonText(value, '', limit, valueContext());
}

describe('JSON text', () => {
  test('is what JSON.stringify gives, for whatever that takes', () => {
    const anything = fc.anything({
      withDate: true,
      withNullPrototype: true,
      withSparseArray: true,
      withUnicodeString: true,
    });
    fc.assert(
      fc.property(anything, (value) => {
        assert.equal(textOf(value), JSON.stringify(value));
      }),
      { numRuns: 1000 },
    );
  });

  test('has digits, serialized errors, Maps, Sets and bytes for what JSON.stringify has not', () => {
    const stack = 'S';
    const value = {
      big: 2n ** 70n,
      error: Object.assign(new TypeError('m'), { stack }),
      map: new Map<unknown, unknown>([['a', 1]]),
      entries: new Map<unknown, unknown>([[1, 2]]),
      set: new Set([1, 'a']),
      bytes: Uint8Array.of(1, 2),
      buffer: Buffer.from('a'),
      doubles: Float64Array.of(0.5),
    };
    assert.equal(
      textOf(value),
      '{"big":1180591620717411303424,"error":{"type":"TypeError","message":"m","stack":"S"},"map":{"a":1},"entries":[[1,2]],"set":[1,"a"],"bytes":{"type":"Buffer","data":[1,2]},"buffer":{"type":"Buffer","data":[97]},"doubles":[0.5]}',
    );
  });

  test('stands [Circular] for an ancestor only', () => {
    const shared = { x: 1 };
    const cyclic: Record<string, unknown> = { one: shared, two: [shared, shared] };
    cyclic['self'] = { deeper: cyclic };
    assert.equal(textOf(cyclic), '{"one":{"x":1},"two":[{"x":1},{"x":1}],"self":{"deeper":"[Circular]"}}');
    assert.equal(
      jsonText({ a: cyclic }, '', 100, { ...valueContext(), isAncestor: (object) => object === cyclic }),
      '{"a":"[Circular]"}',
    );
  });

  test('is whole at a depth at which JSON.stringify fails', () => {
    let value: unknown = 'end';
    for (let level = 0; level < 100_000; level++) value = [value];
    assert.throws(() => JSON.stringify(value), RangeError);
    assert.equal(textOf(value), `${'['.repeat(100_000)}"end"${']'.repeat(100_000)}`);
  });

  test('is given up at the limit, and then longer than it', () => {
    const endless = (): object => ({ toJSON: () => ({ again: endless() }) });
    const empty = Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`k${index}`, undefined]));
    for (const value of [
      endless(),
      Array.from({ length: 1e6 }, () => 1),
      'x'.repeat(1e6),
      { a: 'x'.repeat(1e6) },
      // No text comes of what is in it, and each is looked at.
      Array.from({ length: 100 }, () => empty),
    ]) {
      const { length } = textOf(value, 100) ?? '';
      assert.ok(length > 100 && length < 400, `${length}`);
    }
  });
});

describe('JSON read exactly', () => {
  const json = fc.json({ maxDepth: 5, noUnicodeString: false });

  test('is what JSON.parse gives, but for digits beyond 2^53', () => {
    fc.assert(
      fc.property(json, fc.bigInt({ min: -(2n ** 80n), max: 2n ** 80n }), (text, digits) => {
        // Long digits make it look twice; a number of that many digits is then the only difference.
        const whole = ` [ ${text} , {"k" : [${digits}], "s":"1234567890123456789\\"]"} ] `;
        const exact = exactValue(whole) as [unknown, { k: [bigint | number]; s: string }];
        assert.deepEqual(exact[0], JSON.parse(text));
        assert.equal(String(exact[1].k[0]), String(digits));
        assert.equal(exact[1].s, '1234567890123456789"]');
      }),
      { numRuns: 500 },
    );
  });

  test('tells all members, repeated ones too, in their order', () => {
    const member = fc.tuple(
      fc.oneof(fc.constantFrom('a', 'b', '__proto__', '1'), fc.string({ unit: 'binary' })),
      json,
    );
    fc.assert(
      fc.property(fc.array(member), (members) => {
        const text = `{${members.map(([key, value]) => ` ${JSON.stringify(key)} :\t${value}`).join(' , ')} }`;
        assert.deepEqual(
          exactMembers(text).map(({ key, value }) => [key, value]),
          members.map(([key, value]) => [key, JSON.parse(value)]),
        );
      }),
      { numRuns: 500 },
    );
  });
});
