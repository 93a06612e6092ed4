import type { Bench } from '../../harness/bench.ts';
import type { Figure, Goal } from '../../harness/figure.ts';
import type { ShippingResult } from '../../harness/measure-shipping.ts';
import { interleavedRounds } from '../../harness/rounds.ts';
import { runWorkload } from '../../harness/run-workload.ts';
import type { WinstonToHekaSettings } from '../../workloads/shipping/winston-to-heka.ts';
import type { WinstonToStreamSettings } from '../../workloads/shipping/winston-to-stream.ts';

/** Whatever the queue. */
const GOAL: Goal = { direction: 'at most', limit: 0.4 };
const STREAM = 'winston Stream, `format.json()`, to a socket';

/** What winston's process pays per record, sending included. */
export const winstonCpu: Bench = {
  name: 'winston-cpu',
  title:
    "CPU of winston's process per record, as a share of its Stream transport with format.json() into a socket",
  async run({ quick }) {
    const amount = quick
      ? { records: 30_000, warmUp: 15_000, perTurn: 100 }
      : { records: 200_000, perTurn: 100 };
    const plain = { ...amount, format: 'as-it-is' } as const;
    const rounds = await interleavedRounds(quick ? 1 : 5, {
      stream: () =>
        runWorkload<ShippingResult>('winston-to-stream', amount satisfies WinstonToStreamSettings),
      bestEffort: () => runWinstonToHeka({ ...plain, delivery: 'best-effort' }),
      heka: () => runWinstonToHeka({ ...plain, delivery: 'at-least-once' }),
      largeQueue: () => runWinstonToHeka({ ...plain, delivery: 'at-least-once', queueBytes: '512mb' }),
      hekaAfterJson: () => runWinstonToHeka({ ...amount, format: 'json', delivery: 'at-least-once' }),
    });
    const compare = (way: Exclude<keyof (typeof rounds)[number], 'stream'>, title: string): Figure => ({
      name: `winston, ${title}: CPU of the main thread`,
      of: STREAM,
      values: rounds.map((round) => round[way].mainCpuSeconds / round.stream.mainCpuSeconds),
      ...(way !== 'hekaAfterJson' && { goal: GOAL }),
    });
    return [
      compare('bestEffort', 'best-effort'),
      compare('heka', 'default queue'),
      compare('largeQueue', 'queue of 512 MiB'),
      compare('hekaAfterJson', 'default queue, a logger with `format.json()` too'),
      {
        name: 'winston, default queue: time',
        of: STREAM,
        values: rounds.map(({ heka, stream }) => heka.wallSeconds / stream.wallSeconds),
      },
    ];
  },
};

function runWinstonToHeka(settings: WinstonToHekaSettings): Promise<ShippingResult> {
  return runWorkload('winston-to-heka', settings);
}
