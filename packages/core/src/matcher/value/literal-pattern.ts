/**
 * Patterns such as `/^nginx\./` are a fixed text, anchored or not. They are most of those that people write, and need
 * no regular expression: hekad makes the same distinction.
 */
import { isPrefixAt } from './byte-order.ts';
import type { Pattern } from './pattern.ts';

/**
 * A fixed text with its anchors; a backslash before punctuation stands for the character itself. Half of a surrogate
 * pair has no bytes of its own.
 */
const LITERAL = /^(\^?)((?:[^\\^$.|?*+()[\]{}\p{Cs}]|\\[!-/:-@[-`{-~])*)(\$?)$/u;

/** @returns undefined if the pattern is more than a fixed text */
export function literalPattern(source: string): Pattern | undefined {
  const match = LITERAL.exec(source);
  if (match === null) return undefined;
  const [, opening, escaped = '', closing] = match;
  const literal = escaped.replace(/\\(.)/gu, '$1');
  if (opening === '^') return closing === '$' ? equals(source, literal) : startsWith(source, literal);
  return closing === '$' ? endsWith(source, literal) : includes(source, literal);
}

function equals(source: string, literal: string): Pattern {
  const bytes = Buffer.from(literal);
  return {
    source,
    test: (text) => text === literal,
    testBytes: (value, start, end) => end - start === bytes.length && isPrefixAt(value, start, bytes),
  };
}

function startsWith(source: string, literal: string): Pattern {
  const bytes = Buffer.from(literal);
  return {
    source,
    test: (text) => text.startsWith(literal),
    testBytes: (value, start, end) => end - start >= bytes.length && isPrefixAt(value, start, bytes),
  };
}

function endsWith(source: string, literal: string): Pattern {
  const bytes = Buffer.from(literal);
  return {
    source,
    test: (text) => text.endsWith(literal),
    testBytes: (value, start, end) =>
      end - start >= bytes.length && isPrefixAt(value, end - bytes.length, bytes),
  };
}

function includes(source: string, literal: string): Pattern {
  const bytes = Buffer.from(literal).toString('latin1');
  return {
    source,
    test: (text) => text.includes(literal),
    // One character for each byte: UTF-8 never matches in the middle of a character.
    testBytes: (value, start, end) => value.toString('latin1', start, end).includes(bytes),
  };
}
