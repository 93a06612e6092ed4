import { createRequire } from 'node:module';
import { catCommand } from './cat/cat-command.ts';
import { escapeText } from './escape-text.ts';
import { listenCommand } from './listen/listen-command.ts';
import { printError } from './print-error.ts';
import { CommandError, UsageError } from './usage-error.ts';

const HELP = `heka - receive and read Heka messages

  heka listen [options]      receive messages and show or store them
  heka cat [options] FILE... show the messages of files
  heka COMMAND --help        the options of a command
  heka --version

Nothing else is needed to see messages of an application: run "heka listen" and send to tcp://127.0.0.1:5565.
`;

type Command = (args: readonly string[]) => Promise<number>;

const COMMANDS: ReadonlyMap<string, Command> = new Map([
  ['listen', listenCommand],
  ['cat', catCommand],
]);

/**
 * Runs the command line.
 *
 * @param args what stands behind the program's name
 * @returns the exit code: 0, 1 where something failed, 2 for a wrong command line
 */
export async function main(args: readonly string[]): Promise<number> {
  // Whoever reads standard error may leave; that is no reason to stop.
  process.stderr.on('error', () => {});
  const [name, ...rest] = args;
  try {
    switch (name) {
      case '--help':
      case '-h':
      case 'help':
        process.stdout.write(HELP);
        return 0;
      case '--version':
        process.stdout.write(`${version()}\n`);
        return 0;
      default:
        return await commandOf(name)(rest);
    }
  } catch (error) {
    if (error instanceof UsageError) {
      const hint = name !== undefined && COMMANDS.has(name) ? `heka ${name} --help` : 'heka --help';
      printError(`${escapeText(error.message)} (see ${hint})`);
      return 2;
    }
    if (error instanceof CommandError) {
      printError(escapeText(error.message));
      return 1;
    }
    throw error;
  }
}

function commandOf(name: string | undefined): Command {
  if (name === undefined) throw new UsageError('no command given; commands: listen, cat');
  const command = COMMANDS.get(name);
  if (command === undefined) {
    throw new UsageError(`unknown command ${JSON.stringify(name)}; commands: listen, cat`);
  }
  return command;
}

function version(): string {
  const { version } = createRequire(import.meta.url)('../package.json') as { readonly version: string };
  return version;
}
