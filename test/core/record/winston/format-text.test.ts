import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { format, inspect } from 'node:util';
import {
  formatText,
  isFormatted,
  isInText,
} from '../../../../packages/core/src/record/winston/format-text.ts';
import { valueContext } from '../../../support/records/value-context.ts';

const LIMIT = 1000;

const many = Array.from({ length: LIMIT }, (_, index) => index);
const deep = { a: { b: { c: { d: { e: { f: Object.fromEntries(Object.entries(many)) } } } } } };

function formatted(text: string, ...values: unknown[]): string {
  return formatText(text, values, valueContext(LIMIT));
}

describe('arguments at placeholders', () => {
  const calls: [text: string, ...values: unknown[]][] = [
    ['%s %d %i %f %j %o %O %c %%', 'a', 1.5, 1.5, '1.5', { a: [1] }, { a: [1] }, { a: [1] }, 'css'],
    ['%% %j %% %j', { a: 1 }, 'x'],
    ['%s %s', 'one'],
    ['%s %x %', 'one'],
    ['%s %s', '%s', '%d'],
    ['%j %j %j', undefined, null, Number.NaN],
    ['%d %i %f %d', { a: many }, [7], ['7.5', 2], []],
    ['%d %s', 1n, Symbol('s')],
    ['%o %O', deep, deep],
    ['%o', new Map([[1, new Set([2])]])],
    ['%O %o', new Uint8Array(2 * LIMIT), [...many, ...many]],
    ...[5, -5, 0, -0, 1.5, 2 ** 53, Number.MAX_SAFE_INTEGER, 'r-1', '5', '-5', '0x10', '12px', "it's"].map(
      (value): [string, ...unknown[]] => [
        '%s %d %i %f %j %o %O %c',
        ...Array.from({ length: 8 }, () => value),
      ],
    ),
  ];
  for (const [text, ...values] of calls) {
    test(`${text} of ${String(values[0])} is as util.format has it`, () =>
      assert.equal(formatted(text, ...values), format(text, ...values)));
  }

  const members = Object.fromEntries(many.map((value) => [`m${value}`, value]));
  const large: [placeholder: string, value: unknown, beginning: string][] = [
    ['%j', members, '{"m0":0,'],
    ['%o', members, '{"m0":0,'],
    ['%O', { a: { members } }, '{"a":{"members":{"m0":0,'],
    ['%o', new Map(Object.entries({ members, a: 1 })), '{"members":{"m0":0,'],
    ['%o', new Set([members]), '[{"m0":0,'],
    ['%d', many, '[0,1,'],
    ['%i', [[many]], '[[[0,1,'],
    ['%f', [[many]], '[[[0,1,'],
  ];
  for (const [placeholder, value, beginning] of large) {
    test(`${placeholder} gives up the JSON text of ${beginning} at the limit`, () => {
      const text = formatted(`is ${placeholder}, %s`, value, 'x');
      assert.equal(text.slice(0, beginning.length + 3), `is ${beginning}`);
      assert.ok(text.length > LIMIT && text.length < LIMIT + 30 && text.endsWith(', %s'), text);
    });
  }
});

describe('a text with placeholders', () => {
  const texts: [isFormatted: boolean, text: string, ...values: unknown[]][] = [
    [true, 'GET /x by %s', '/x'],
    [true, 'request {"url":"/%d0%bf"}', { url: '/%d0%bf' }],
    [true, 'a%s b', 'a%s', 'b'],
    [true, '5%d ok', 5],
    [true, '16%d ok', '0x10'],
    [true, '12%i ok', '12px'],
    [true, '"a%j ok', '"a'],
    [true, "'r-1'%o ok", 'r-1'],
    [true, `'${'x'.repeat(10_000)}'... 1 more character%o`, 'x'.repeat(10_001)],
    [false, 'is %s', 'r-1'],
    [true, String.raw`"a\"b"%j ok`, 'a"b'],
    [true, String.raw`"a\\b"%j ok`, String.raw`a\b`],
    [false, '-0 is %d', 5],
    [true, 'v { a: 1 } %s', '', { a: 1 }],
    [true, 'at 7%s', { toString: () => '7%s' }],
    [false, 'is %s', 'x'],
    [false, 'is %s', ''],
    [false, 'attempt %d/3', 3],
    [false, 'b %s a', 'a', 'b'],
    [false, '%d %s', 1, { a: 1 }],
    [false, 'NaN %s', { a: 1 }],
  ];
  for (const [expected, text, ...values] of texts) {
    test(`${text} ${expected ? 'has its arguments' : 'waits for its arguments'}`, () => {
      assert.equal(isFormatted(text, values, valueContext()), expected);
    });
  }
});

test('numbers are printed as the application has told Node.js to', (t) => {
  t.after(() => {
    inspect.defaultOptions.numericSeparator = false;
  });
  inspect.defaultOptions.numericSeparator = true;
  assert.equal(formatted('%d', 1_234_567), format('%d', 1_234_567));
});

test('a value that refuses to be printed is shown as throwing, and the others are printed', () => {
  assert.equal(formatted('%s %d %s', 'a', [Symbol('x')], 'b'), 'a [Throws: TypeError] b');
});

test('no more arguments are printed than the text has room for', () => {
  const text = formatted('%s'.repeat(100), ...Array.from({ length: 100 }, () => 'x'.repeat(99)));
  assert.equal(text, 'x'.repeat(99 * 11) + '%s'.repeat(89));
});

test('an object is found in a text that it is a part of', () => {
  const value = { a: [1, { b: 'x' }], c: new Date(0) };
  for (const placeholder of ['%j', '%s', '%o', '%O']) {
    const text = format(`before ${placeholder} after`, value);
    assert.ok(isInText(text, value, valueContext()), text);
    assert.ok(!isInText(text, { ...value, d: 1 }, valueContext()), text);
  }
});
