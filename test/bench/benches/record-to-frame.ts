import type { Bench, Scale } from '../harness/bench.ts';
import type { Figure, Goal } from '../harness/figure.ts';
import { runWorkload } from '../harness/run-workload.ts';
import type { RecordShape } from '../records/shapes.ts';
import type { EncodeResult, EncodeSettings } from '../workloads/encode-records.ts';

const THAN_JSON: Goal = { direction: 'at least', limit: 1.5 };
const THAN_PROTOBUFJS: Goal = { direction: 'at least', limit: 5 };

const TITLES: Readonly<Record<RecordShape, string>> = {
  request: 'request log',
  distinct: 'request log, no text twice',
  mixed: '64 shapes in turn',
};

/** The encoder: from a record as a logger hands it over to a finished frame in the queue's memory. */
export const recordToFrame: Bench = {
  name: 'record-to-frame',
  title:
    'record to finished frame, times faster than JSON.stringify of the record and than protobufjs static code',
  async run(scale) {
    const figures: Figure[] = [];
    for (const shape of ['request', 'distinct', 'mixed'] as const) {
      for (const logger of ['winston', 'pino'] as const) {
        figures.push(...(await compare(logger, shape, scale)));
      }
    }
    return figures;
  },
};

async function compare(
  logger: EncodeSettings['logger'],
  shape: RecordShape,
  { quick }: Scale,
): Promise<readonly Figure[]> {
  const settings: EncodeSettings = {
    logger,
    shape,
    rounds: quick ? 7 : 11,
    records: quick ? 12_800 : 25_600,
  };
  const results: EncodeResult[] = [];
  // A process is lucky or unlucky as a whole, with what its compiler makes of the code.
  for (let process = 0; process < (quick ? 1 : 3); process++) {
    results.push(...(await runWorkload<readonly EncodeResult[]>('encode-records', settings)));
  }
  const isTypical = shape === 'request';
  const record = `${logger}, ${TITLES[shape]}`;
  return [
    {
      name: `record to frame: ${record}, than JSON.stringify`,
      values: results.map(({ heka, json }) => json / heka),
      ...(isTypical && { goal: THAN_JSON }),
    },
    {
      name: `record to frame: ${record}, than protobufjs`,
      values: results.map(({ heka, protobufjs }) => protobufjs / heka),
      ...(isTypical && { goal: THAN_PROTOBUFJS }),
    },
  ];
}
