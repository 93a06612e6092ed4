import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createMatcher, HekaError } from 'heka-core';

/** The text of a matcher with a ^ before the character that is wrong, and a part of what is said about it. */
const wrong: readonly (readonly [string, RegExp])[] = [
  ['^', /expected a condition, found the end of the matcher at position 0; TRUE matches every message/],
  ['  ^', /expected a condition, found the end of the matcher/],
  [
    '^bogus',
    /unknown word bogus at position 0; allowed: Uuid, Type, .*, Fields\[name\], TRUE, FALSE or a par/,
  ],
  ['^type == "a"', /did you mean Type/],
  ['^Foo == "bar"', /unknown word Foo/],
  ['^NIL', /NIL without a field at position 0; write Fields\[name\] == NIL/],
  ['Type ^= "a"', /unexpected "=" at position 5; did you mean "=="\?/],
  ['Type ^', /expected one of == != < <= > >= =~ !~, found the end of the matcher/],
  ['Type ^"a"', /expected one of .* =~ !~, found the text "a"/],
  ['Type ^&& TRUE', /expected one of .* =~ !~, found "&&"/],
  ['Type == ^', /expected a text in quotes/],
  ['Type == ^6', /expected a text in quotes, found the number 6/],
  ['Type == ^a', /expected a text in quotes, found the word a at position 8; did you mean "a"\?/],
  ['Type == ^NIL', /expected a text in quotes/],
  ['Type == ^TRUE', /expected a text in quotes/],
  ['Type == ^/a/', /found the regular expression \/a\/ at position 8; regular expressions go with =~ and !~/],
  ['Type =~ ^"a"', /expected a regular expression between slashes, found the text "a"/],
  ['Type =~ ^/(/', /missing closing \)/],
  ['Type =~ ^/a{2,1}/', /invalid repeat count/],
  ['Type =~ ^/\\ya/', /invalid escape sequence/],
  ['Type =~ ^/(?=a)/', /the regular expression is not valid/],
  ['Type =~ /a^', /expected a closing \/ for the regular expression that begins at position 8/],
  ['Type == "a^', /expected a closing " for the text that begins at position 8/],
  ['Type == "a\\"^', /expected a closing "/],
  ['Type == \'a"^', /expected a closing '/],
  ['Type == "a^\nb"', /contains a line break at position 10; neither/],
  ['Severity == ^"6"', /expected a number, found the text "6" at position 12; did you mean 6\?/],
  ['Severity == ^-1', /unexpected "-" at position 12; a number cannot be negative/],
  ['Severity == ^1.2.3', /"1\.2\.3" is not a number/],
  ['Severity == ^1e', /"1e" is not a number/],
  ['Severity == ^1e999', /"1e999" is not a number/],
  ['Severity == ^.', /"\." is not a number/],
  ['Severity ^=~ /6/', /regular expressions do not apply to numbers/],
  ['Severity >^< 6', /expected a number/],
  ['Fields^', /expected \[ right after Fields, found the end of the matcher/],
  ['Fields^ [a] == 1', /expected \[ right after Fields, found " " at position 6; write Fields\[name\]/],
  ['Fields^[] == 1', /the name of the field is missing/],
  ['Fields^[a == 1', /the name of the field has no closing \]/],
  ['Fields[a]^[] == 1', /an index that is not a whole number/],
  ['Fields[a]^[x] == 1', /an index that is not a whole number/],
  ['Fields[a]^[-1] == 1', /an index that is not a whole number/],
  ['Fields[a][0]^[b] == 1', /an index that is not a whole number/],
  ['Fields[a][0][0]^[0] == 1', /a third index at position 15; a field has two at most/],
  ['Fields[a]^[9999999999] == 1', /too large/],
  ['Fields[a] != ^TRUE', /TRUE after != at position 13; TRUE and FALSE go with == only/],
  ['Fields[a] > ^NIL', /NIL after > at position 12; NIL goes with == and != only/],
  ['Fields[a] == ^true', /did you mean TRUE/],
  ['Fields[a] == ^(1)', /TRUE, FALSE or NIL/],
  ['TRUE ^TRUE', /expected && or \|\| or the end/],
  ['TRUE ^& TRUE', /did you mean "&&"/],
  ['TRUE && ^', /expected a condition, found the end of the matcher/],
  ['TRUE && ^|| TRUE', /expected a condition, found "\|\|" at position 8; one begins with Uuid, /],
  ['^!TRUE', /unexpected "!" at position 0; there is no negation; != and !~ compare/],
  ['(TRUE^', /expected && or \|\| or the \) for the \( at position 0/],
  ['TRUE^)', /expected && or \|\| or the end/],
  ['(^)', /expected a condition, found "\)"/],
  ['Fields[a] == ^Type', /misplaced word Type at position 13; allowed: a text in quotes, a number/],
  ['TRUE ^\u001b', /unexpected "U\+001B"/],
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
        assert.ok(error.message.includes(`position ${position}`), error.message);
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
      'INVALID_MATCHER: expected a number, found the text "6" at position 27; did you mean 6?',
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
