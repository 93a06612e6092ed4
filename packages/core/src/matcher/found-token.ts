import { quoted } from './matcher-error.ts';
import type { Token } from './tokenize.ts';

/** Characters of a token that an error repeats. */
const SHOWN = 30;

/** What was found in a matcher instead of something else, for an error: `the number 6`, `the end of the matcher`. */
export function foundToken(text: string, token: Token): string {
  const source = text.slice(token.start, token.end);
  const shown = source.length > SHOWN ? `${source.slice(0, SHOWN)}...` : source;
  switch (token.kind) {
    case 'end':
      return 'the end of the matcher';
    case 'symbol':
      return quoted(shown);
    case 'word':
      return `the word ${shown}`;
    case 'field':
      return `the field ${shown}`;
    case 'text':
      return `the text ${shown}`;
    case 'number':
      return `the number ${shown}`;
    case 'pattern':
      return `the regular expression ${shown}`;
  }
}
