import type { Bench, Scale } from '../../harness/bench.ts';
import type { Figure, Goal } from '../../harness/figure.ts';
import { runWorkload } from '../../harness/run-workload.ts';
import type { LineCliff, LineShape } from '../../records/line-shapes.ts';
import type { ReadLinesResult, ReadLinesSettings } from '../../workloads/encoding/read-lines.ts';

const SHAPES: Readonly<Record<LineShape, string>> = {
  typical: 'typical',
  small: 'small',
  error: 'error with stack',
  wide: '100 fields',
  ascii: '10 KB of ASCII',
  foreign: '10 K characters, most of them not ASCII',
  arrays: 'arrays and a double of 17 digits',
  mixed: '64 shapes in turn',
};

const CLIFFS: readonly LineCliff[] = [
  'a nested member "name"',
  'a duration of 17 digits',
  'a text with 16 digits',
];

const RECORD_PATH = 'pino-abstract-transport and the record path';

const TYPICAL_THAN_RECORDS: Goal = { direction: 'at least', limit: 10 };
const THAN_RECORDS: Goal = { direction: 'at least', limit: 7 };
const TYPICAL_THAN_JSON: Goal = { direction: 'at least', limit: 4 };
const CLIFF: Goal = { direction: 'at most', limit: 1.2 };

/** Lines of pino to frames. */
export const lines: Bench = {
  name: 'lines',
  title:
    'pino lines to frames in the queue, times faster than pino-abstract-transport with the record path, and than JSON.parse',
  async run(scale) {
    const figures: Figure[] = [];
    for (const [shape, title] of Object.entries(SHAPES) as [LineShape, string][]) {
      figures.push(...(await compare(shape, title, scale)));
    }
    return [...figures, ...(await compareSingleLines(scale)), ...(await compareCliffs(scale))];
  },
};

async function compare(shape: LineShape, title: string, scale: Scale): Promise<readonly Figure[]> {
  const results = await measure(shape, 'many lines', scale);
  const isTypical = shape === 'typical';
  return [
    {
      name: `pino lines to frames, ${title}: speed`,
      of: RECORD_PATH,
      values: results.map((one) => one.records / one.lines),
      goal: isTypical ? TYPICAL_THAN_RECORDS : THAN_RECORDS,
    },
    {
      name: `pino lines to frames, ${title}: speed`,
      of: '`JSON.parse`',
      values: results.map((one) => one.json / one.lines),
      ...(isTypical && { goal: TYPICAL_THAN_JSON }),
    },
  ];
}

async function compareSingleLines(scale: Scale): Promise<readonly Figure[]> {
  const results = await measure('typical', 'one line', scale);
  return [
    {
      name: 'pino lines to frames, typical, one line per write: speed',
      of: RECORD_PATH,
      values: results.map((one) => one.records / one.lines),
      goal: THAN_RECORDS,
    },
  ];
}

async function compareCliffs(scale: Scale): Promise<readonly Figure[]> {
  const plain = await measure('plain', 'many lines', scale);
  const figures: Figure[] = [];
  for (const cliff of CLIFFS) {
    const results = await measure(cliff, 'many lines', scale);
    figures.push({
      name: `pino lines to frames, ${cliff}: cost`,
      of: 'a plain line',
      // Of different processes; JSON.parse, which has no cliff here, is the measure of both.
      values: results.map((one, index) => one.lines / one.json / ratioOf(plain[index])),
      goal: CLIFF,
    });
  }
  return figures;
}

function ratioOf(result: ReadLinesResult | undefined): number {
  return result === undefined ? Number.NaN : result.lines / result.json;
}

async function measure(
  shape: ReadLinesSettings['shape'],
  writes: ReadLinesSettings['writes'],
  { quick }: Scale,
): Promise<readonly ReadLinesResult[]> {
  const settings: ReadLinesSettings = {
    shape,
    writes,
    rounds: quick ? 3 : 7,
    bytes: quick ? 700_000 : 16_000_000,
  };
  const results: ReadLinesResult[] = [];
  // A process is lucky or unlucky as a whole, with what its compiler makes of the code.
  for (let process = 0; process < (quick ? 1 : 2); process++) {
    results.push(...(await runWorkload<readonly ReadLinesResult[]>('read-lines', settings)));
  }
  return results;
}
