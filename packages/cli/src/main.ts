import { createRequire } from 'node:module';
import { nearestName } from 'heka-core';
import { catCommand } from './cat/cat-command.ts';
import { escapeText } from './escape-text.ts';
import { listenCommand } from './listen/listen-command.ts';
import { printError } from './print-error.ts';
import { CommandError, UsageError } from './usage-error.ts';

const HELP = `heka - receive and read Heka messages

  heka listen [switches]        receive messages, and print or store them
  heka cat [switches] FILE...   print the messages in files
  heka COMMAND --help           what a command can do
  heka --version                print the version

To see what an application logs, run "heka listen",
and have it send to tcp://127.0.0.1:5565.
`;

type Command = (args: readonly string[]) => Promise<number>;

const COMMANDS: ReadonlyMap<string, Command> = new Map([
  ['listen', listenCommand],
  ['cat', catCommand],
]);
const COMMAND_NAMES = [...COMMANDS.keys()].join(', ');

const SWITCHES: ReadonlyMap<string, () => string> = new Map([
  ['--help', () => HELP],
  ['-h', () => HELP],
  ['--version', version],
  ['-v', version],
  ['-V', version],
]);

/**
 * Runs the command line.
 *
 * @param args what stands behind the program's name
 * @returns the exit code: 0, 1 if something failed, 2 for a wrong command line
 */
export async function main(args: readonly string[]): Promise<number> {
  // Whoever reads standard error may leave; that is not a reason to stop.
  process.stderr.on('error', () => {});
  const [name = '', ...rest] = args[0] === 'help' ? [args[1] ?? '--help', '--help'] : args;
  try {
    const text = SWITCHES.get(name)?.();
    if (text === undefined) return await commandOf(name)(rest);
    process.stdout.write(text);
    return 0;
  } catch (error) {
    if (error instanceof UsageError) {
      printUsageError(error, COMMANDS.has(name) ? `heka ${name} --help` : 'heka --help');
      return 2;
    }
    if (error instanceof CommandError) {
      printError(escapeText(error.message));
      return 1;
    }
    throw error;
  }
}

/** @throws UsageError */
function commandOf(name: string): Command {
  const command = COMMANDS.get(name);
  if (command !== undefined) return command;
  if (name === '') throw new UsageError(`no command given; commands: ${COMMAND_NAMES}`);
  const isSwitch = name.startsWith('-');
  const nearest = nearestName(name, isSwitch ? SWITCHES.keys() : COMMANDS.keys());
  const what = isSwitch ? 'unknown switch' : 'unknown command';
  const advice = nearest === undefined ? `; commands: ${COMMAND_NAMES}` : `, did you mean ${nearest}?`;
  throw new UsageError(`${what} ${JSON.stringify(name)}${advice}`);
}

/** The first line says where to read more; the others point at a place in what was given. */
function printUsageError({ message }: UsageError, help: string): void {
  const [first = '', ...others] = message.split('\n').map(escapeText);
  printError([`${first} (see ${help})`, ...others].join('\n'));
}

function version(): string {
  const { version } = createRequire(import.meta.url)('../package.json') as { readonly version: string };
  return `${version}\n`;
}
