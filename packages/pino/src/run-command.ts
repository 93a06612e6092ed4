/**
 * `node app | pino-heka --url tcp://127.0.0.1:5565`
 *
 * Reads lines from standard input until it is closed, sends them, and ends: with 0 when everything is delivered,
 * with 1 when something was lost, with 2 when the command line is wrong. The input is always read, so that the
 * application never waits; what the queue cannot hold is dropped and counted.
 *
 * SIGINT goes to the whole pipe when it is typed at a terminal: the command stays until the application has
 * closed its output. A second one ends it.
 */

import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { type Command, parseCommand, switchNames } from './command-options.ts';
import { hekaTarget } from './heka-target.ts';

const HELP = `Usage: node app.js | pino-heka --url tcp://127.0.0.1:5565 [switches]

Ships the lines of a pino logger to Heka (hekad, Hindsight).

  -e, --echo             also write what is read to standard output
  -s, --settings FILE    read options from a JSON file; switches win
  -h, --help             print this text
  -v, --version          print the version

Options of heka-core, as switches (a switch that is true or false: --name, --no-name):
`;

/**
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
    process.stdout.write(HELP + switchList());
    return 0;
  }
  if (command.version) {
    process.stdout.write(`${version()}\n`);
    return 0;
  }
  return ship(command);
}

async function ship(command: Command): Promise<number> {
  let target: Awaited<ReturnType<typeof hekaTarget>>;
  try {
    target = await hekaTarget(command.options);
  } catch (error) {
    return refuse(error);
  }
  process.once('SIGINT', () => {});
  process.once('SIGTERM', () => {});
  if (command.echo) echo();
  // The end of the pipeline is the end of the input; the target closes when it has sent what it has.
  const closed = once(target, 'close');
  await pipeline(process.stdin, target);
  await closed;
  const { pending, dropped } = target.stats();
  const lost = Object.values(dropped).reduce((sum, count) => sum + count, pending);
  if (lost > 0 && command.options.quiet !== true) {
    process.stderr.write(
      `pino-heka: ${lost === 1 ? '1 message was' : `${lost} messages were`} not delivered\n`,
    );
  }
  return lost > 0 ? 1 : 0;
}

/** Copies the input to the output; a reader that goes away ends the copying, and nothing else. */
function echo(): void {
  const copy = (chunk: Buffer): void => {
    process.stdout.write(chunk);
  };
  process.stdout.on('error', () => process.stdin.off('data', copy));
  process.stdin.on('data', copy);
}

function refuse(error: unknown): number {
  process.stderr.write(`pino-heka: ${error instanceof Error ? error.message : String(error)}\n`);
  return 2;
}

/** Three columns of switches. */
function switchList(): string {
  const columns = 3;
  const rows = Math.ceil(switchNames.length / columns);
  const lines: string[] = [];
  for (let row = 0; row < rows; row += 1) {
    const cells = Array.from({ length: columns }, (_, column) => switchNames[column * rows + row] ?? '');
    lines.push(`  ${cells.map((cell) => (cell === '' ? '' : `--${cell}`).padEnd(42)).join('')}`.trimEnd());
  }
  return `${lines.join('\n')}\n`;
}

function version(): string {
  const manifest = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  const { version: text } = JSON.parse(manifest) as { version: string };
  return text;
}
