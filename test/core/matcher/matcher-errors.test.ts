import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createMatcher, HekaError } from 'heka-core';

/** The text of a matcher with a ^ before the character that is wrong, and a part of what is said about it. */
const wrong: readonly (readonly [string, RegExp])[] = [
  ['^', /the matcher is empty/],
  ['  ^', /the matcher is empty/],
  ['^bogus', /unknown/],
  ['^type == "a"', /did you mean Type/],
  ['^Foo == "bar"', /unknown/],
  ['^NIL', /unknown/],
  ['Type ^= "a"', /did you mean ==/],
  ['Type ^', /expected a relational operator/],
  ['Type ^"a"', /expected a relational operator/],
  ['Type ^&& TRUE', /expected a relational operator/],
  ['Type == ^', /expected a text in quotes/],
  ['Type == ^6', /expected a text in quotes/],
  ['Type == ^a', /expected a text in quotes/],
  ['Type == ^NIL', /expected a text in quotes/],
  ['Type == ^TRUE', /expected a text in quotes/],
  ['Type == ^/a/', /needs =~ or !~/],
  ['Type =~ ^"a"', /expected a regular expression between slashes/],
  ['Type =~ ^/(/', /missing closing \)/],
  ['Type =~ ^/a{2,1}/', /invalid repeat count/],
  ['Type =~ ^/\\ya/', /invalid escape sequence/],
  ['Type =~ ^/(?=a)/', /wrong regular expression/],
  ['Type =~ /a^', /position 8 has no closing \//],
  ['Type == "a^', /position 8 has no closing "/],
  ['Type == "a\\"^', /no closing "/],
  ['Type == \'a"^', /no closing '/],
  ['Type == "a^\nb"', /line break/],
  ['Severity == ^"6"', /expected a number/],
  ['Severity == ^-1', /unexpected character/],
  ['Severity == ^1.2.3', /expected a number/],
  ['Severity == ^1e', /expected a number/],
  ['Severity == ^1e999', /expected a number/],
  ['Severity == ^.', /expected a number/],
  ['Severity ^=~ /6/', /does not apply to a number/],
  ['Severity >^< 6', /expected a number/],
  ['Fields^', /name of a field in brackets/],
  ['Fields^ [a] == 1', /name of a field in brackets/],
  ['Fields^[] == 1', /name of a field in brackets/],
  ['Fields^[a == 1', /name of a field in brackets/],
  ['Fields[a]^[] == 1', /expected an index/],
  ['Fields[a]^[x] == 1', /expected an index/],
  ['Fields[a]^[-1] == 1', /expected an index/],
  ['Fields[a][0]^[b] == 1', /expected an index/],
  ['Fields[a][0][0]^[0] == 1', /two indexes at most/],
  ['Fields[a]^[9999999999] == 1', /too large/],
  ['Fields[a] != ^TRUE', /TRUE and FALSE need ==/],
  ['Fields[a] > ^NIL', /NIL needs == or !=/],
  ['Fields[a] == ^true', /did you mean TRUE/],
  ['Fields[a] == ^(1)', /TRUE, FALSE or NIL/],
  ['TRUE ^TRUE', /expected && or \|\| or the end/],
  ['TRUE ^& TRUE', /did you mean &&/],
  ['TRUE && ^', /expected a variable/],
  ['TRUE && ^|| TRUE', /expected a variable/],
  ['^!TRUE', /unexpected character/],
  ['(TRUE^', /expected \) for the \( at position 0/],
  ['TRUE^)', /expected && or \|\| or the end/],
  ['(^)', /expected a variable/],
];

for (const [marked, problem] of wrong) {
  test(`${JSON.stringify(marked)} is refused at the mark`, () => {
    const position = marked.indexOf('^');
    const text = marked.replace('^', '');
    assert.throws(
      () => createMatcher(text),
      (error) => {
        assert.ok(error instanceof HekaError);
        assert.equal(error.code, 'INVALID_MATCHER');
        assert.equal(error.position, position);
        assert.match(error.message, problem);
        assert.ok(error.message.includes(`position ${position}\n`), error.message);
        return true;
      },
    );
  });
}

function messageOf(text: string): string {
  try {
    createMatcher(text);
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error(`${text} was accepted`);
}

test('the message points at the place', () => {
  assert.equal(
    messageOf('Type == "a" && Severity == "6"'),
    [
      'INVALID_MATCHER: expected a number at position 27',
      '  Type == "a" && Severity == "6"',
      '                             ^',
    ].join('\n'),
  );
});

test('the caret stands below its character after characters of two code units', () => {
  const [, line = '', caret = ''] = messageOf('Type == "😀" || x').split('\n');
  assert.equal(Array.from(line).indexOf('x'), Array.from(caret).indexOf('^'));
});

test('of a long matcher only the surroundings are shown', () => {
  const [, line = '', caret = ''] = messageOf(`${'TRUE || '.repeat(1000)}x${' || TRUE'.repeat(1000)}`).split(
    '\n',
  );
  assert.ok(line.length < 100);
  assert.match(line, /^ {2}\.\.\..*\.\.\.$/);
  assert.equal(line.charAt(caret.indexOf('^')), 'x');
});

test('control characters of a matcher do not reach a terminal', () => {
  assert.doesNotMatch(messageOf('Type == "\u001b[31m\u202e" || x').replaceAll('\n', ''), /[\p{Cc}\p{Cf}]/u);
});

test('what is no text is refused', () => {
  assert.throws(() => createMatcher(5 as unknown as string), { code: 'INVALID_MATCHER', position: 0 });
});

test('parentheses nested without end are refused, and long lists are not', () => {
  assert.throws(() => createMatcher(`${'('.repeat(100_000)}TRUE${')'.repeat(100_000)}`), {
    code: 'INVALID_MATCHER',
    position: 200,
  });
  const many = createMatcher(Array.from({ length: 20_000 }, () => '(TRUE)').join(' && '));
  assert.equal(many({ uuid: new Uint8Array(16), timestamp: 0n, fields: [] }), true);
});
