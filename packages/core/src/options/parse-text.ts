import type { SwitchKind } from './option-kind.ts';

/**
 * The value that the text of a command-line switch or of an environment variable stands for. A text that is not a number
 * stays a text: the check of the option then says what is allowed.
 *
 * @throws SyntaxError if it should be JSON and is not
 */
export function parseText(kind: SwitchKind | undefined, text: string): unknown {
  switch (kind) {
    case 'number':
      return text.trim() !== '' && !Number.isNaN(Number(text)) ? Number(text) : text;
    case 'text-or-false':
      return text === 'false' ? false : text;
    case 'json':
      return JSON.parse(text);
    case 'text':
    case 'flag':
    case undefined:
      return text;
  }
}
