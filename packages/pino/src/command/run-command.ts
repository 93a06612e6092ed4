/**
 * `node app | pino-heka --url tcp://127.0.0.1:5565`
 *
 * Reads lines from standard input until it is closed, sends them, and ends: with 0 if everything is delivered, with 1 if
 * something was lost, with 2 if the command line is wrong. The input is always read, so that the application never
 * waits; what the queue cannot hold is dropped and counted.
 */

import { createRequire } from 'node:module';
import { type HekaOptions, parseSize, reasonOf, STOCK_MESSAGE_BYTES } from 'heka-core';
import { LoggerLines } from '../logger-lines.ts';
import { type Command, parseCommand } from './command-options.ts';
import { helpText } from './help.ts';
import { readToEnd } from './input-end.ts';
import { LineSplitter } from './line-splitter.ts';

/** Bytes of JSON that one byte of a message takes at most, as `\u001f` does, and room for what is not sent. */
const LINE_BYTES_PER_MESSAGE_BYTE = 8;

/**
 * Runs the command.
 *
 * @param args the command line, without node and the script
 * @returns the exit code
 */
export async function runCommand(args: readonly string[]): Promise<number> {
  let command: Command;
  try {
    command = parseCommand(args);
  } catch (error) {
    return refuse(error);
  }
  if (command.help) {
    process.stdout.write(helpText(terminalWidth()));
    return 0;
  }
  if (command.version) {
    process.stdout.write(`${version()}\n`);
    return 0;
  }
  return ship(command);
}

async function ship({ options, echo }: Command): Promise<number> {
  let lines: LoggerLines;
  try {
    lines = new LoggerLines(options);
  } catch (error) {
    return refuse(error);
  }
  const splitter = new LineSplitter(maxLineBytes(options), (block) => lines.write(block));
  if (echo) copyInput();
  try {
    await readToEnd(process.stdin, (chunk) => splitter.push(chunk));
  } catch (error) {
    process.stderr.write(`pino-heka: cannot read standard input: ${reasonOf(error)}\n`);
  }
  splitter.end();
  lines.end();
  const { pending, dropped } = await lines.delivery.close();
  const lost = Object.values(dropped).reduce((sum, count) => sum + count, pending);
  return lost > 0 ? 1 : 0;
}

function maxLineBytes({ maxMessageBytes }: HekaOptions): number {
  return LINE_BYTES_PER_MESSAGE_BYTE * Math.max(parseSize(maxMessageBytes) ?? 0, STOCK_MESSAGE_BYTES);
}

/** Copies the input to the output; a reader that goes away ends the copying, and nothing else. */
function copyInput(): void {
  const copy = (chunk: Buffer): void => {
    process.stdout.write(chunk);
  };
  process.stdout.on('error', () => process.stdin.off('data', copy));
  process.stdin.on('data', copy);
}

/** Columns of the terminal: what the environment's `COLUMNS` says, else what standard output has. */
function terminalWidth(): number {
  const asked = Number(process.env['COLUMNS']);
  if (Number.isInteger(asked) && asked > 0) return asked;
  // Some terminals report no width at all.
  return (process.stdout.isTTY && process.stdout.columns) || Number.POSITIVE_INFINITY;
}

function refuse(error: unknown): number {
  process.stderr.write(`pino-heka: ${error instanceof Error ? error.message : String(error)}\n`);
  return 2;
}

function version(): string {
  // By its public name: what is built lies elsewhere than this source.
  const manifest = createRequire(import.meta.url)('pino-heka/package.json') as { version: string };
  return manifest.version;
}
