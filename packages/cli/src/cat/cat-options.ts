import type { Matcher } from 'heka-core';
import {
  assertNotFramesToTerminal,
  defaultFormatOf,
  parseFormat,
  parseMatcher,
} from '../arguments/common-switches.ts';
import { parseBytes } from '../arguments/parse-number.ts';
import { parseSignatures, type SignatureOptions } from '../arguments/parse-signers.ts';
import { parseSwitches } from '../arguments/switches.ts';
import type { Format } from '../output/message-output.ts';
import { UsageError } from '../usage-error.ts';
import { CAT_SWITCHES } from './cat-switches.ts';

/** What `heka cat` is to do. */
export interface CatOptions extends SignatureOptions {
  readonly files: readonly string[];
  readonly format: Format;
  /** Which messages; undefined for all. */
  readonly matcher: Matcher | undefined;
  readonly maxMessageBytes: number;
}

/** Files may hold what no receiver takes; the same limit as Heka's own heka-cat. */
const DEFAULT_MAX_MESSAGE_BYTES = 4 * 1024 * 1024;

/**
 * Reads the arguments of `heka cat`.
 *
 * @param isTerminal true if standard output is a terminal
 * @returns undefined if help is asked for
 * @throws UsageError
 */
export function parseCatOptions(args: readonly string[], isTerminal: boolean): CatOptions | undefined {
  const { values, positionals } = parseSwitches(args, CAT_SWITCHES);
  if (values.help === true) return undefined;
  if (positionals.length === 0) throw new UsageError('heka cat needs a file; - is standard input');
  const format = parseFormat(values.format, defaultFormatOf(isTerminal));
  assertNotFramesToTerminal(format, isTerminal);
  const maxMessageBytes = values['max-message-bytes'];
  return {
    files: positionals,
    format,
    matcher: parseMatcher(values.match),
    ...parseSignatures(values),
    maxMessageBytes:
      maxMessageBytes === undefined
        ? DEFAULT_MAX_MESSAGE_BYTES
        : parseBytes('--max-message-bytes', maxMessageBytes),
  };
}
