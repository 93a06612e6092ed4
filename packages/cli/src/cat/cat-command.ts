import { createReadStream } from 'node:fs';
import { type Frame, reasonOf, Splitter } from 'heka-core';
import { helpText } from '../arguments/help-text.ts';
import { escapeText } from '../escape-text.ts';
import { refusalText } from '../format/refusal-text.ts';
import { createMessageOutput } from '../output/message-output.ts';
import { StandardOutput } from '../output/standard-output.ts';
import { helpWidth } from '../output/terminal-width.ts';
import { printError, printNote } from '../print-error.ts';
import { CommandError } from '../usage-error.ts';
import { type CatOptions, parseCatOptions } from './cat-options.ts';
import { CAT_HELP } from './cat-switches.ts';
import { adviceOnForeign } from './foreign-file.ts';

const READ_BYTES = 256 * 1024;

/**
 * `heka cat`.
 *
 * @returns the exit code: 1 if a file cannot be read, or if there are bytes and not one frame; else 0
 * @throws UsageError
 */
export async function catCommand(args: readonly string[]): Promise<number> {
  const isTerminal = process.stdout.isTTY;
  const options = parseCatOptions(args, isTerminal);
  if (options === undefined) {
    process.stdout.write(helpText(CAT_HELP, helpWidth()));
    return 0;
  }
  const reading = { isWanted: true };
  const standardOutput = new StandardOutput(() => {
    reading.isWanted = false;
  });
  const output = createMessageOutput({
    format: options.format,
    matcher: options.matcher,
    write: (chunk) => standardOutput.write(chunk),
    terminal: isTerminal ? process.stdout : undefined,
  });
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
      printError(escapeText(whyUnread(file, error)));
      exitCode = 1;
    }
  }
  await output.finish();
  if (seen.frames > 0 || seen.refusals === 0) return exitCode;
  printError('no frame could be shown; the lines above say why');
  return 1;
}

/** @throws the error itself if it is not about the file */
function whyUnread(file: string, error: unknown): string {
  if (error instanceof CommandError) return error.message;
  if ((error as NodeJS.ErrnoException).code === undefined) throw error;
  return `cannot read ${file}: ${reasonOf(error)}`;
}

/** @throws CommandError for a file that is known to hold no frames, and the errors of `node:fs` */
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
    // The stream does not use a chunk again.
    copy: false,
    onRefused: (refusal) => {
      refused();
      printNote(escapeText(`${file}: refused ${refusalText(refusal)}`));
    },
  });
  const stream = file === '-' ? process.stdin : createReadStream(file, { highWaterMark: READ_BYTES });
  let isFirst = true;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    const advice = isFirst ? adviceOnForeign(file, chunk) : undefined;
    if (advice !== undefined) throw new CommandError(advice);
    isFirst = false;
    const frames = splitter.push(chunk);
    if (frames.length > 0) yield frames;
  }
  const rest = splitter.end();
  if (rest.length > 0) yield rest;
}
