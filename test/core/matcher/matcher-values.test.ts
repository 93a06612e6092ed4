import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createMatcher, type Field, type HekaMessage } from 'heka-core';

const fields: readonly Field[] = [
  { name: 'text', type: 'string', values: ['one', 'two'] },
  { name: 'text', type: 'string', values: ['three'] },
  { name: 'raw', type: 'bytes', values: [new Uint8Array([0xff, 0x00]), new Uint8Array([0x61])] },
  { name: 'big', type: 'integer', values: [2n ** 53n + 1n] },
  { name: 'half', type: 'double', values: [0.5, Number.NaN] },
  { name: 'no', type: 'bool', values: [false] },
  { name: 'yes', type: 'bool', values: [true] },
  { name: 'word', type: 'string', values: ['FALSE'] },
  { name: 'none', type: 'string', values: [] },
  { name: 'with space "and" [', type: 'integer', values: [1n] },
];

const message: HekaMessage = {
  uuid: new Uint8Array(Buffer.from('8d0ad7a4000040008000000000000003', 'hex')),
  timestamp: 1_700_000_000_000_000_000n,
  type: 'a\\b',
  fields,
};

const cases: readonly (readonly [string, boolean])[] = [
  // A header that is absent.
  ['Severity == 7', true],
  ['Pid == 0', true],
  ['Logger == ""', true],
  ['Logger !~ /./', true],
  // Fields of one name, and their values.
  ['Fields[text] == "one"', true],
  ['Fields[text][0][1] == "two"', true],
  ['Fields[text][1] == "three"', true],
  ['Fields[text][1][1] == NIL', true],
  ['Fields[text][2] == NIL', true],
  ['Fields[none] == NIL', true],
  ['Fields[none] != NIL', false],
  ['Fields[no] != NIL', true],
  ['Fields[no] == NIL', false],
  ['Fields[with space "and" [] == 1', true],
  // Another kind than the comparison's.
  ['Fields[text] == 1', false],
  ['Fields[text] != 1', false],
  ['Fields[big] != "1"', false],
  ['Fields[big] =~ /./', false],
  ['Fields[big] !~ /./', false],
  ['Fields[no] == "FALSE"', false],
  ['Fields[no] == 0', false],
  ['Fields[no] != 0', false],
  ['Fields[no] =~ /./', false],
  ['Fields[yes] != "x"', false],
  ['Fields[big] == TRUE', false],
  ['Fields[word] == FALSE', true],
  ['Fields[word] == TRUE', false],
  // What is not there matches nothing but NIL.
  ['Fields[missing] != "x"', false],
  ['Fields[missing] !~ /x/', false],
  ['Fields[missing] == FALSE', false],
  // 64-bit integers are compared as doubles, as hekad does.
  ['Fields[big] == 9007199254740992', true],
  ['Timestamp == 1.7e18', true],
  ['Fields[half] < .5e0', false],
  ['Fields[half] <= 0.5', true],
  ['Fields[half][0][1] != 1', true],
  ['Fields[half][0][1] == 1', false],
  // Bytes that are no text.
  ['Fields[raw] != "a"', true],
  ['Fields[raw] > "\u{10ffff}"', true],
  ['Fields[raw][0][1] == "a"', true],
  ['Fields[raw][0][1] <= "a"', true],
  // A backslash is only dropped before the quote.
  ['Type == "a\\b"', true],
  ["Type == 'a\\\\b'", false],
  ['Uuid == "8D0AD7A4-0000-4000-8000-000000000003"', false],
  ['Uuid == "8d0ad7a4-0000-4000-8000-000000000003"', true],
  // && binds closer than ||.
  ['TRUE || FALSE && FALSE', true],
  ['(TRUE || FALSE) && FALSE', false],
  ['FALSE && FALSE || TRUE', true],
  ['FALSE && (FALSE || TRUE)', false],
  // A line break between two tokens is white space.
  ['Severity == 7\n  &&\r\n\tFALSE', false],
];

for (const [text, expected] of cases) {
  test(`${JSON.stringify(text)} is ${expected}`, () => {
    assert.equal(createMatcher(text)(message), expected);
  });
}
