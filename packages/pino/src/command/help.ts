import { SWITCHES } from './switches.ts';

const HEAD = `Usage: node app.js | pino-heka --url tcp://127.0.0.1:5565 [switches]

Ships the lines of a pino logger to Heka (hekad, Hindsight).

  -e, --echo             also write what is read to standard output
  -s, --settings FILE    read options from a JSON file; switches win
  -h, --help             print this text
  -v, --version          print the version

Options of heka-core, as switches (a switch that is true or false: --name, --no-name); -a, -p, -m and -u stand for
--address, --port, --mode and --unixsocket. HEKA_URL, HEKA_LOGGER and HEKA_HMAC_SIGNER, _KEY and _KEY_VERSION stand in
for switches that are not given.
`;

const COLUMNS = 3;
const COLUMN_WIDTH = 42;

/** What `--help` prints. */
export function helpText(): string {
  const rows = Math.ceil(SWITCHES.length / COLUMNS);
  const lines = Array.from({ length: rows }, (_, row) => {
    const cells = Array.from({ length: COLUMNS }, (_each, column) => SWITCHES[column * rows + row]);
    return `  ${cells.map((each) => (each === undefined ? '' : `--${each.name}`).padEnd(COLUMN_WIDTH)).join('')}`;
  });
  return `${HEAD}\n${lines.map((line) => line.trimEnd()).join('\n')}\n`;
}
