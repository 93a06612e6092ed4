import type { Bench, Scale } from '../../harness/bench.ts';
import type { Figure, Goal } from '../../harness/figure.ts';
import type { ShippingResult } from '../../harness/measure-shipping.ts';
import { interleavedRounds } from '../../harness/rounds.ts';
import { runWorkload } from '../../harness/run-workload.ts';
import type { BareDeliverySettings } from '../../workloads/shipping/bare-delivery.ts';
import type { DefaultRateResult, DefaultRateSettings } from '../../workloads/shipping/default-rate.ts';
import type { WinstonToHekaSettings } from '../../workloads/shipping/winston-to-heka.ts';

const mebibyte = 1024 * 1024;
const perTurn = 100;
/** The default of `queue.maxBytes`. */
const queueBytes = 64 * mebibyte;
/** The default of `settleTime`, and what a close takes: 50 ms of silence before it, the peer's answer, an event loop. */
const heldSeconds = 2 + 0.1;

/**
 * Records a second that even a busy machine keeps up with, and far below what a queue of 256 MiB allows, about 170,000. At
 * the limit a producer waits for confirmations, and what they cost does not show.
 */
const steadyRate = 20_000;
const goal: Goal = { direction: 'at least', limit: 0.9 };

/** What confirmation costs when nothing goes wrong, and the rate that the default queue allows. */
export const atLeastOnce: Bench = {
  name: 'at-least-once',
  title:
    "CPU time and throughput of delivery 'at-least-once' without faults: of 'best-effort', and of what the queue allows",
  async run(scale) {
    // Longer than messages wait, in a full run two to three times as long: by then the memory for them has been in use.
    const warmUpSeconds = scale.quick ? 2.5 : 6;
    const steady = {
      queueBytes: '256mb',
      recordsPerSecond: steadyRate,
      records: steadyRate * (scale.quick ? 1 : 5),
      warmUpSeconds,
    };
    return [
      cpu(
        `winston, queue 256 MiB, ${steadyRate.toLocaleString('en')} records a second`,
        await shipWinston(scale, steady),
      ),
      // They need more memory than a quick run could bring into use.
      ...(scale.quick ? [] : await atFullSpeed(scale, warmUpSeconds)),
      ...(await rateOfDefaults(scale)),
    ];
  },
};

async function atFullSpeed(scale: Scale, warmUpSeconds: number): Promise<readonly Figure[]> {
  return [
    ...both(
      'winston, queue 512 MiB, full speed',
      await shipWinston(scale, { queueBytes: '512mb', warmUpSeconds }),
    ),
    // The first records of a process: all memory that they wait in is fresh.
    ...both('winston, queue 256 MiB, from the start', await shipWinston(scale, { queueBytes: '256mb' })),
    throughput(
      'bare delivery, queue 256 MiB',
      await compare(scale, (how) =>
        runWorkload('bare-delivery', { ...how, queueBytes: '256mb' } satisfies BareDeliverySettings),
      ),
    ),
  ];
}

/** What is shipped, and how. */
type How = Pick<WinstonToHekaSettings, 'records' | 'perTurn' | 'delivery'>;
type Rounds = readonly Readonly<Record<'confirmed' | 'trusted', ShippingResult>>[];

function shipWinston(scale: Scale, more: Partial<WinstonToHekaSettings>): Promise<Rounds> {
  return compare(scale, (how) =>
    runWorkload('winston-to-heka', { ...how, format: 'as-it-is', ...more } satisfies WinstonToHekaSettings),
  );
}

function compare({ quick }: Scale, ship: (how: How) => Promise<ShippingResult>): Promise<Rounds> {
  const amount = { records: quick ? 80_000 : 400_000, perTurn };
  return interleavedRounds(quick ? 1 : 3, {
    confirmed: () => ship({ ...amount, delivery: 'at-least-once' }),
    trusted: () => ship({ ...amount, delivery: 'best-effort' }),
  });
}

function both(name: string, rounds: Rounds): readonly Figure[] {
  return [cpu(name, rounds), throughput(name, rounds)];
}

/** Records per second of CPU: a machine that is busy with other things tells little by the time that it takes. */
function cpu(name: string, rounds: Rounds): Figure {
  return {
    name: `at-least-once, ${name}: records per CPU time of the main thread`,
    of: 'best-effort',
    values: rounds.map(({ confirmed, trusted }) => trusted.mainCpuSeconds / confirmed.mainCpuSeconds),
    goal,
  };
}

function throughput(name: string, rounds: Rounds): Figure {
  return {
    name: `at-least-once, ${name}: throughput`,
    of: 'best-effort',
    values: rounds.map(({ confirmed, trusted }) => trusted.wallSeconds / confirmed.wallSeconds),
    goal,
  };
}

/** Every byte is held from its acceptance until its connection has settled: `maxBytes / (settleTime + closing time)`. */
async function rateOfDefaults({ quick }: Scale): Promise<readonly Figure[]> {
  const settings: DefaultRateSettings = { queues: quick ? 1 : 6, queueBytes, perTurn };
  const rounds = await interleavedRounds(quick ? 1 : 2, {
    defaults: () => runWorkload<DefaultRateResult>('default-rate', settings),
  });
  const rates = rounds.map(({ defaults }) => defaults.bytesPerSecond);
  const shares = rates.map((rate) => rate / (queueBytes / heldSeconds));
  const name = 'at-least-once, default options: rate';
  const of = 'maxBytes / (settleTime + closing time)';
  return [
    { name, of, values: shares, goal: { direction: 'at least', limit: 0.8 } },
    { name, of, values: shares, goal: { direction: 'at most', limit: 1.2 } },
    {
      name,
      values: rates.map((rate) => rate / mebibyte),
      unit: 'MiB/s',
    },
  ];
}
