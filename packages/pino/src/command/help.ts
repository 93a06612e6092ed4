import { SWITCHES } from './switches.ts';

const HEAD = `Usage: node app.js | pino-heka --url tcp://127.0.0.1:5565 [switches]

Ships the lines of a pino logger to Heka (hekad, Hindsight).

  -e, --echo             also write what is read to standard output
  -s, --settings FILE    read options from a JSON file; switches win
  -h, --help             print this text
  -v, --version          print the version

Every option of heka-core is a switch; one that is true or false is written
--name or --no-name. -a, -p, -m and -u stand for --address, --port, --mode and
--unixsocket. If a switch is not given, HEKA_URL, HEKA_LOGGER and
HEKA_HMAC_SIGNER, _KEY and _KEY_VERSION stand in for it.
`;

const MAX_COLUMNS = 3;
const COLUMN_WIDTH = 42;
const INDENT = 2;

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
    return `  ${cells.map((each) => (each === undefined ? '' : `--${each.name}`).padEnd(COLUMN_WIDTH)).join('')}`;
  });
  return `${HEAD}\n${lines.map((line) => line.trimEnd()).join('\n')}\n`;
}
