import { SWITCHES, type Switch } from './switches.ts';

const HEAD = `Usage: node app.js | pino-heka --url tcp://127.0.0.1:5565 [switches]

Ships the lines of a pino logger to Heka (hekad, Hindsight).

  -e, --echo             also write what is read to standard output
  -s, --settings FILE    read options from a JSON file; switches win
  -h, --help             print this text
  -v, --version          print the version

Every option of heka-core is a switch. One in the list as --[no-]NAME is true or false, and takes no value. -a, -p, -m and -u stand for --address, --port, --mode and --unixsocket. If a switch is not given, HEKA_URL, HEKA_LOGGER and HEKA_HMAC_SIGNER, _KEY and _KEY_VERSION stand in for it.
`;

const MAX_COLUMNS = 3;
const COLUMN_WIDTH = 42;
const INDENT = 2;
const PROSE_WIDTH = 80;
const MIN_WIDTH = 40;
/** Where a line goes on, and what a switch does if it does not fit beside it. */
const HANGING = ' '.repeat(6);

/**
 * What `--help` prints.
 *
 * @param width columns of the terminal
 */
export function helpText(width: number): string {
  const fitting = Math.floor((width - INDENT) / COLUMN_WIDTH);
  const columns = Math.max(1, Math.min(fitting, MAX_COLUMNS));
  const rows = Math.ceil(SWITCHES.length / columns);
  const lines = Array.from({ length: rows }, (_, row) => {
    const cells = Array.from({ length: columns }, (_each, column) => SWITCHES[column * rows + row]);
    return `  ${cells.map((each) => (each === undefined ? '' : label(each)).padEnd(COLUMN_WIDTH)).join('')}`;
  });
  const proseWidth = Math.max(MIN_WIDTH, Math.min(width, PROSE_WIDTH));
  const head = HEAD.split('\n').flatMap((line) => wrap(line, proseWidth));
  return `${head.join('\n')}\n${lines.map((line) => line.trimEnd()).join('\n')}\n`;
}

function label({ name, kind }: Switch): string {
  return kind === 'flag' ? `--[no-]${name}` : `--${name}`;
}

/** Lines of at most `width` characters; those of the usage and of a switch go on further to the right. */
function wrap(line: string, width: number): string[] {
  if (line.length <= width) return [line];
  const hanging = /^(Usage| )/.test(line) ? HANGING : '';
  const [, name, rest = line] = /^( +-.*?) {2,}(.*)$/.exec(line) ?? [];
  const lines = name === undefined ? [] : [name, HANGING];
  for (const word of rest.split(' ')) {
    const last = lines.at(-1);
    const longer = last === undefined || last === HANGING ? `${last ?? ''}${word}` : `${last} ${word}`;
    if (last !== undefined && longer.length <= width) lines[lines.length - 1] = longer;
    else lines.push(last === undefined ? word : hanging + word);
  }
  return lines;
}
