import { createMatcher, HekaError, type Matcher } from 'heka-core';
import { FORMATS, type Format } from '../output/message-output.ts';
import { UsageError } from '../usage-error.ts';

/** Which messages, and how they are written: of `heka listen` and `heka cat`. */
export const MESSAGE_SWITCHES = {
  match: {
    value: 'EXPR',
    help: "only messages that match, in hekad's matcher language:\n'Severity <= 3 && Fields[order] == 17'",
  },
  format: {
    value: 'FORMAT',
    help: [
      'pretty  for people (default on a terminal)',
      'json    one line of JSON for each message (default elsewhere)',
      'heka    the frames as they came',
      'count   at the end, how many there were by logger and severity;',
      '        on a terminal also a running total',
    ].join('\n'),
  },
} as const;

/** HMAC signatures, of `heka listen` and `heka cat`. */
export const SIGNATURE_SWITCHES = {
  signer: {
    value: 'NAME_VERSION=KEY',
    isMultiple: true,
    help: 'check messages signed by NAME with this VERSION of its key; may be given several times',
  },
  signers: {
    value: 'FILE',
    isMultiple: true,
    help: 'the same from a JSON file, {"NAME_VERSION": "KEY"}, which keeps keys out of the list of processes',
  },
  'require-signature': { help: 'refuse messages without a signature; needs a key' },
} as const;

export const HELP_SWITCH = { help: { short: 'h', help: 'print this text' } } as const;

/** The format that was asked for. @throws UsageError */
export function parseFormat(text: string | undefined, defaultFormat: Format): Format {
  if (text === undefined) return defaultFormat;
  const format = FORMATS.find((each) => each === text);
  if (format === undefined) {
    throw new UsageError(`--format: ${JSON.stringify(text)} is not one of ${FORMATS.join(', ')}`);
  }
  return format;
}

/** The matcher of `--match`; undefined lets every message through. @throws UsageError */
export function parseMatcher(text: string | undefined): Matcher | undefined {
  if (text === undefined) return undefined;
  try {
    return createMatcher(text);
  } catch (error) {
    if (!(error instanceof HekaError)) throw error;
    throw new UsageError(`--match: ${error.message.replace(/^INVALID_MATCHER: /, '')}`);
  }
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
