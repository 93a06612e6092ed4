import { styleText } from 'node:util';

type Paint = (text: string) => string;

/** How parts of a line look. */
export interface Palette {
  /** Time, units, origin: there when looked for. */
  readonly faint: Paint;
  readonly logger: Paint;
  readonly type: Paint;
  /** Names of fields. */
  readonly name: Paint;
  /** Numbers, booleans and bytes. */
  readonly scalar: Paint;
  readonly signer: Paint;
  /** The word of a severity, 0 to 7; any other is faint. */
  severity(text: string, severity: number | undefined): string;
}

type Format = Parameters<typeof styleText>[0];

/** The colours of a terminal, or none. */
export function createPalette(isColoured: boolean): Palette {
  const paint = (format: Format): Paint => {
    if (!isColoured) return (text) => text;
    const [open = '', close = ''] = styleText(format, '\0', { validateStream: false }).split('\0');
    return (text) => (text === '' ? '' : `${open}${text}${close}`);
  };
  const faint = paint('gray');
  const alarm = paint(['bold', 'white', 'bgRed']);
  const severities = [
    alarm,
    alarm,
    alarm,
    paint(['bold', 'red']),
    paint('yellow'),
    paint('cyan'),
    paint('green'),
    paint('blue'),
  ];
  return {
    faint,
    logger: paint('bold'),
    type: paint('magenta'),
    name: paint('cyan'),
    scalar: paint('yellow'),
    signer: paint('green'),
    severity: (text, severity) => (severities[severity ?? -1] ?? faint)(text),
  };
}
