/**
 * Splits a matcher into tokens.
 *
 * Two rules differ from hekad's lexer, which takes a line break, and whatever it does not understand, for the end of
 * the text, so that the rest is ignored without a word. Here a line break between tokens is white space, and what is
 * not understood is an error.
 */
import { matcherError, quoted } from './matcher-error.ts';

/** A piece of a matcher, and where it stands. */
export type Token = { readonly start: number; readonly end: number } & TokenContent;

type TokenContent =
  | { readonly kind: 'symbol'; readonly symbol: MatcherSymbol }
  | { readonly kind: 'word'; readonly word: string }
  | {
      readonly kind: 'field';
      readonly name: string;
      readonly fieldIndex: number;
      readonly arrayIndex: number;
    }
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'pattern'; readonly source: string }
  | { readonly kind: 'end' };

/** Operators and parentheses; a longer one comes before its own beginning. */
const SYMBOLS = ['==', '=~', '!=', '!~', '>=', '>', '<=', '<', '&&', '||', '(', ')'] as const;

/** An operator or a parenthesis. */
export type MatcherSymbol = (typeof SYMBOLS)[number];

const SPACE = /[ \t\r\n]*/y;
const WORD = /[A-Za-z]+/y;
const NUMBER = /[0-9.][0-9.e+-]*/y;
const FIELD_NAME = /\[([^\]\n\0]+)\]/y;
const INDEX = /\[([0-9]+)\]/y;

/** Longer numbers than this cannot be an index. */
const MAX_INDEX_DIGITS = 9;
/** Characters of a wrong number that its error repeats. */
const MAX_SHOWN = 30;

/**
 * @returns the tokens, the last of which is `end`
 * @throws HekaError `INVALID_MATCHER`
 */
export function tokenize(text: string): readonly Token[] {
  const tokens: Token[] = [];
  for (let start = matchAt(SPACE, text, 0); start < text.length; ) {
    const token = readToken(text, start);
    tokens.push(token);
    start = matchAt(SPACE, text, token.end);
  }
  tokens.push({ kind: 'end', start: text.length, end: text.length });
  return tokens;
}

function readToken(text: string, start: number): Token {
  const symbol = SYMBOLS.find((each) => text.startsWith(each, start));
  if (symbol !== undefined) return { kind: 'symbol', symbol, start, end: start + symbol.length };
  const character = text.charAt(start);
  if (character === '"' || character === "'") {
    const { content, end } = readDelimited(text, start, 'the text');
    return { kind: 'text', value: content, start, end };
  }
  if (character === '/') {
    const { content, end } = readDelimited(text, start, 'the regular expression');
    return { kind: 'pattern', source: content, start, end };
  }
  const wordEnd = matchAt(WORD, text, start);
  if (wordEnd > start) {
    const word = text.slice(start, wordEnd);
    return word === 'Fields' ? readField(text, start, wordEnd) : { kind: 'word', word, start, end: wordEnd };
  }
  const numberEnd = matchAt(NUMBER, text, start);
  if (numberEnd > start) return readNumber(text, start, numberEnd);
  const found = String.fromCodePoint(text.codePointAt(start) ?? 0);
  throw matcherError(text, start, `unexpected ${quoted(found)}`, { advice: ADVICE.get(found) });
}

/** What to write instead of a character that begins nothing. */
const ADVICE: ReadonlyMap<string, string> = new Map([
  ['=', 'did you mean "=="?'],
  ['&', 'did you mean "&&"?'],
  ['|', 'did you mean "||"?'],
  ['!', 'there is no negation; != and !~ compare'],
  ['~', 'regular expressions go with =~ and !~'],
  ['-', 'a number cannot be negative'],
  ['[', 'only fields have brackets: Fields[name]'],
]);

/**
 * Reads what stands between two equal delimiters. A backslash before the delimiter is dropped; before anything else it
 * stays, and the character after it does too.
 */
function readDelimited(text: string, start: number, what: string): { content: string; end: number } {
  const delimiter = text.charAt(start);
  let content = '';
  for (let at = start + 1; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === delimiter) return { content, end: at + 1 };
    if (character === '\n' || character === '\0') {
      const found = character === '\n' ? 'a line break' : 'a NUL character';
      throw matcherError(text, at, `${what} that begins at position ${start} contains ${found}`, {
        advice: 'neither line breaks nor NUL characters are allowed in it',
      });
    }
    const next = text.charAt(at + 1);
    if (character !== '\\' || next === '' || next === '\n' || next === '\0') {
      content += character;
      continue;
    }
    content += next === delimiter ? next : character + next;
    at++;
  }
  const expected = `expected a closing ${delimiter} for ${what} that begins at position ${start}`;
  throw matcherError(text, text.length, `${expected}, found the end of the matcher`);
}

function readField(text: string, start: number, nameStart: number): Token {
  const nameEnd = matchAt(FIELD_NAME, text, nameStart);
  if (nameEnd === nameStart) throw fieldNameError(text, nameStart);
  const indexes: number[] = [];
  let end = nameEnd;
  while (text.charAt(end) === '[') {
    if (indexes.length === 2) {
      throw matcherError(text, end, 'a third index', { advice: 'a field has two at most' });
    }
    const next = matchAt(INDEX, text, end);
    if (next === end) {
      throw matcherError(text, end, 'an index that is not a whole number', { advice: 'write [0], [1], ...' });
    }
    if (next - end - 2 > MAX_INDEX_DIGITS) {
      throw matcherError(text, end, 'the index is too large', {
        advice: `${MAX_INDEX_DIGITS} digits are allowed`,
      });
    }
    indexes.push(Number(text.slice(end + 1, next - 1)));
    end = next;
  }
  const [fieldIndex = 0, arrayIndex = 0] = indexes;
  return { kind: 'field', name: text.slice(nameStart + 1, nameEnd - 1), fieldIndex, arrayIndex, start, end };
}

function fieldNameError(text: string, at: number): Error {
  const advice = 'write Fields[name]';
  const found = text.charAt(at);
  if (found === '[') {
    const what = text.charAt(at + 1) === ']' ? 'is missing' : 'has no closing ]';
    return matcherError(text, at, `the name of the field ${what}`, { advice });
  }
  const instead = found === '' ? 'the end of the matcher' : quoted(found);
  return matcherError(text, at, `expected [ right after Fields, found ${instead}`, { advice });
}

function readNumber(text: string, start: number, end: number): Token {
  const value = Number(text.slice(start, end));
  if (!Number.isFinite(value)) {
    throw matcherError(
      text,
      start,
      `${quoted(text.slice(start, Math.min(end, start + MAX_SHOWN)))} is not a number`,
    );
  }
  return { kind: 'number', value, start, end };
}

/** Where a match of a sticky expression ends that begins at `start`; `start` itself if there is none. */
function matchAt(expression: RegExp, text: string, start: number): number {
  expression.lastIndex = start;
  return expression.test(text) ? expression.lastIndex : start;
}
