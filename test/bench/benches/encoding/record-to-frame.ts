import type { Bench, Scale } from '../../harness/bench.ts';
import type { Figure, Goal } from '../../harness/figure.ts';
import { runWorkload } from '../../harness/run-workload.ts';
import type { RecordShape } from '../../records/shapes.ts';
import type { EncodeResult, EncodeRound, EncodeSettings } from '../../workloads/encoding/encode-records.ts';

/** A shape of records, and what is measured of it for each logger. */
interface Subject {
  /** Names the bench: `record-to-frame/<shape>/<logger>`. */
  readonly shape: RecordShape;
  readonly title: string;
  readonly against: EncodeSettings['against'];
  readonly figures: readonly FigureOfRounds[];
}

interface FigureOfRounds {
  readonly what: string;
  readonly of: string;
  readonly value: (round: EncodeRound, result: EncodeResult) => number;
  readonly goal: Goal;
}

const JSON_STRINGIFY = '`JSON.stringify`';

const THAN_PROTOBUFJS: FigureOfRounds = {
  what: 'speed',
  of: 'protobufjs static code',
  value: ({ heka, protobufjs = Number.NaN }) => protobufjs / heka,
  goal: { direction: 'at least', limit: 7 },
};
const BYTE_OF_MANY_FIELDS: FigureOfRounds = {
  what: 'cost of a byte',
  of: '100 fields',
  value: ({ heka, other = Number.NaN }, { bytes, otherBytes }) => heka / bytes / (other / otherBytes),
  goal: { direction: 'at most', limit: 1.3 },
};
const DEPTH: FigureOfRounds = {
  what: 'cost',
  of: 'the same members on 5 levels',
  value: ({ heka, other = Number.NaN }) => heka / other,
  goal: { direction: 'at most', limit: 1.5 },
};

const SUBJECTS: readonly Subject[] = [
  subject('request', 'request log', 'json and protobufjs', [timesJson(2.2), THAN_PROTOBUFJS]),
  subject('small', 'small record', 'json', [timesJson(3.5)]),
  subject('error', 'error with stack', 'json', [timesJson(1.5)]),
  subject('wide', '100 fields', 'json', [timesJson(1.3)]),
  subject('mixed', '64 shapes in turn', 'json', [timesJson(1.4)]),
  subject('distinct', 'request log, no text twice', 'json', [timesJson(1.4)]),
  subject('huge', '1,000 fields', 'wide', [BYTE_OF_MANY_FIELDS]),
  subject('numbers', 'arrays of 50 numbers', 'json', [costOfJson(1.2)]),
  subject('texts', 'arrays of 50 texts', 'json', [costOfJson(1.5)]),
  subject('deep', '19 members on 19 levels', 'shallow', [DEPTH]),
];

/** The encoder: from a record as a logger hands it over to a finished frame in the queue's memory. */
export const recordToFrame: readonly Bench[] = SUBJECTS.flatMap((each) =>
  (['winston', 'pino'] as const).map((logger) => ({
    name: `record-to-frame/${each.shape}/${logger}`,
    title: `record of ${logger} to finished frame: ${each.title}`,
    run: (scale: Scale) => measure(each, logger, scale),
  })),
);

function subject(
  shape: RecordShape,
  title: string,
  against: Subject['against'],
  figures: Subject['figures'],
): Subject {
  return { shape, title, against, figures };
}

function timesJson(limit: number): FigureOfRounds {
  return {
    what: 'speed',
    of: JSON_STRINGIFY,
    value: ({ heka, json = Number.NaN }) => json / heka,
    goal: { direction: 'at least', limit },
  };
}

function costOfJson(limit: number): FigureOfRounds {
  return {
    what: 'cost',
    of: JSON_STRINGIFY,
    value: ({ heka, json = Number.NaN }) => heka / json,
    goal: { direction: 'at most', limit },
  };
}

async function measure(
  { title, shape, against, figures }: Subject,
  logger: EncodeSettings['logger'],
  { quick }: Scale,
): Promise<readonly Figure[]> {
  const turns = quick ? { rounds: 11, sliceMs: 6, warmUpMs: 80 } : { rounds: 31, sliceMs: 15, warmUpMs: 400 };
  const results: EncodeResult[] = [];
  // A process is lucky or unlucky as a whole, with what its compiler makes of the code.
  for (let process = 0; process < (quick ? 1 : 3); process++) {
    const settings: EncodeSettings = { logger, shape, against, turns };
    results.push(await runWorkload<EncodeResult>('encode-records', settings));
  }
  return figures.map(({ what, of, value, goal }) => ({
    name: `${logger} record to frame, ${title}: ${what}`,
    of,
    values: results.flatMap((result) => result.rounds.map((round) => value(round, result))),
    goal,
  }));
}
