import { FORMATS, type Format } from '../output/message-output.ts';
import { UsageError } from '../usage-error.ts';

/** Options that `heka listen` and `heka cat` share, for `parseArguments`. */
export const MESSAGE_OPTIONS = {
  format: { type: 'string' },
  signer: { type: 'string', multiple: true },
  signers: { type: 'string', multiple: true },
  'require-signature': { type: 'boolean' },
  'max-message-bytes': { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** The format that was asked for. @throws UsageError */
export function parseFormat(text: string | undefined, defaultFormat: Format): Format {
  if (text === undefined) return defaultFormat;
  const format = FORMATS.find((each) => each === text);
  if (format === undefined) {
    throw new UsageError(`--format: ${JSON.stringify(text)} is none of ${FORMATS.join(', ')}`);
  }
  return format;
}

/** Pretty for people, JSON for programs. */
export function defaultFormatOf(isTerminal: boolean): Format {
  return isTerminal ? 'pretty' : 'json';
}

/** Frames are not for the eyes, and their bytes could do anything to a terminal. @throws UsageError */
export function assertNotFramesToTerminal(format: Format, isTerminal: boolean): void {
  if (format === 'heka' && isTerminal) {
    throw new UsageError('--format heka writes bytes that a terminal cannot show: redirect them to a file');
  }
}
