import { createReadStream } from 'node:fs';
import { type Frame, reasonOf, Splitter } from 'heka-core';
import {
  assertNotFramesToTerminal,
  defaultFormatOf,
  MESSAGE_OPTIONS,
  parseFormat,
} from '../arguments/message-options.ts';
import { parseArguments } from '../arguments/parse-arguments.ts';
import { parseBytes } from '../arguments/parse-number.ts';
import { parseSignatures, type SignatureOptions } from '../arguments/parse-signers.ts';
import { escapeText } from '../escape-text.ts';
import { refusalText } from '../format/refusal-text.ts';
import { createMessageOutput, type Format } from '../output/message-output.ts';
import { StandardOutput } from '../output/standard-output.ts';
import { printError, printNote } from '../print-error.ts';
import { UsageError } from '../usage-error.ts';
import { CAT_HELP } from './cat-help.ts';

/** What `heka cat` is to do. */
interface CatOptions extends SignatureOptions {
  readonly files: readonly string[];
  readonly format: Format;
  readonly maxMessageBytes: number;
}

const READ_BYTES = 256 * 1024;
/** Files may hold what no receiver takes; the same limit as Heka's own heka-cat. */
const DEFAULT_MAX_MESSAGE_BYTES = 4 * 1024 * 1024;

/**
 * `heka cat`.
 *
 * @returns the exit code: 1 where a file cannot be read, or where there are bytes and not one frame; else 0
 * @throws UsageError
 */
export async function catCommand(args: readonly string[]): Promise<number> {
  const isTerminal = process.stdout.isTTY;
  const options = parseCatOptions(args, isTerminal);
  if (options === undefined) {
    process.stdout.write(CAT_HELP);
    return 0;
  }
  const reading = { isWanted: true };
  const standardOutput = new StandardOutput(() => {
    reading.isWanted = false;
  });
  const output = createMessageOutput(
    options.format,
    (chunk) => standardOutput.write(chunk),
    isTerminal ? process.stdout : undefined,
  );
  let exitCode = 0;
  const seen = { frames: 0, refusals: 0 };
  for (const file of options.files) {
    try {
      for await (const frames of readFrames(file, options, () => seen.refusals++)) {
        seen.frames += frames.length;
        if (!reading.isWanted) return exitCode;
        await output.take(frames);
      }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === undefined) throw error;
      printError(escapeText(`cannot read ${file}: ${reasonOf(error)}`));
      exitCode = 1;
    }
  }
  await output.finish();
  if (seen.frames > 0 || seen.refusals === 0) return exitCode;
  printError('there is no frame to show');
  return 1;
}

function parseCatOptions(args: readonly string[], isTerminal: boolean): CatOptions | undefined {
  const { values, positionals } = parseArguments(args, MESSAGE_OPTIONS);
  if (values.help === true) return undefined;
  if (positionals.length === 0) throw new UsageError('heka cat needs a file');
  const format = parseFormat(values.format, defaultFormatOf(isTerminal));
  assertNotFramesToTerminal(format, isTerminal);
  const maxMessageBytes = values['max-message-bytes'];
  return {
    files: positionals,
    format,
    ...parseSignatures(values),
    maxMessageBytes:
      maxMessageBytes === undefined
        ? DEFAULT_MAX_MESSAGE_BYTES
        : parseBytes('--max-message-bytes', maxMessageBytes),
  };
}

async function* readFrames(
  file: string,
  options: CatOptions,
  refused: () => void,
): AsyncGenerator<readonly Frame[]> {
  const { maxMessageBytes, signers, requireSignature } = options;
  const splitter = new Splitter({
    maxMessageBytes,
    signers,
    requireSignature,
    signatures: requireSignature || Object.keys(signers).length > 0 ? 'verify' : 'ignore',
    onRefused: (refusal) => {
      refused();
      printNote(escapeText(`${file}: refused ${refusalText(refusal)}`));
    },
  });
  const stream = file === '-' ? process.stdin : createReadStream(file, { highWaterMark: READ_BYTES });
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    const frames = splitter.push(chunk);
    if (frames.length > 0) yield frames;
  }
  const rest = splitter.end();
  if (rest.length > 0) yield rest;
}
