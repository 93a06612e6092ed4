import type { Bench } from '../../harness/bench.ts';
import type { Figure } from '../../harness/figure.ts';
import type { ShippingResult } from '../../harness/measure-shipping.ts';
import { interleavedRounds } from '../../harness/rounds.ts';
import { runWorkload } from '../../harness/run-workload.ts';
import type { PinoShippingSettings } from '../../workloads/shipping/pino-shipping.ts';

/** What a way may take at most, in parts of what pino-socket takes. */
interface Limits {
  readonly wall: number;
  readonly main: number;
  readonly total: number;
  /** Megabytes. */
  readonly rss?: number;
}

const IN_PROCESS: Limits = { wall: 0.95, main: 1, total: 0.8 };
const WORKER: Limits = { wall: 1, main: 1, total: 1.1 };
/** What a quick run can do. */
const QUICK = { records: 30_000, warmUp: 15_000 } as const;
const BYTES_PER_MEGABYTE = 1_000_000;

/** pino's records, from the first log call until the last one is in another process. */
export const pinoShipping: Bench = {
  name: 'pino-shipping',
  title: '200,000 records of pino to another process over tcp, by our ways, as multiples of pino-socket',
  async run({ quick }) {
    const amount = quick ? { ...QUICK, perTurn: 100 } : { records: 200_000, perTurn: 100 };
    // pino does not wait, and pino-socket's queue has no limit: ours must hold what is not confirmed yet.
    const confirmed = { ...amount, queueBytes: '256mb' } as const;
    const taken = { ...amount, delivery: 'best-effort' } as const;
    const rounds = await interleavedRounds(quick ? 1 : 5, {
      socket: () => ship({ ...amount, way: 'pino-socket' }),
      nowhere: () => ship({ ...amount, way: 'nowhere' }),
      worker: () => ship({ ...confirmed, way: 'heka worker' }),
      inProcess: () => ship({ ...confirmed, way: 'heka in process' }),
      bestEffortWorker: () => ship({ ...taken, way: 'heka worker' }),
      bestEffortInProcess: () => ship({ ...taken, way: 'heka in process' }),
    });
    const compare = (
      name: string,
      way: Exclude<keyof (typeof rounds)[number], 'socket'>,
      limits: Limits,
    ): Figure[] =>
      figures(
        name,
        rounds.map((round) => [round[way], round.socket]),
        limits,
      );
    return [
      ...compare('pino worker', 'worker', WORKER),
      ...compare('pino worker, best-effort', 'bestEffortWorker', { ...WORKER, rss: 110 }),
      ...compare('pino in process', 'inProcess', IN_PROCESS),
      ...compare('pino in process, best-effort', 'bestEffortInProcess', IN_PROCESS),
      {
        name: 'pino alone, its lines discarded: CPU of the main thread',
        of: 'pino-socket',
        values: rounds.map(({ nowhere, socket }) => nowhere.mainCpuSeconds / socket.mainCpuSeconds),
      },
    ];
  },
};

/** One turn of the event loop that logs more than a worker can take at once. */
export const pinoFlood: Bench = {
  name: 'pino-flood',
  title: "500,000 records at once through a pino worker to a healthy receiver, with queue.maxBytes '512mb'",
  async run({ quick }) {
    const records = quick ? 60_000 : 500_000;
    const rounds = await interleavedRounds(quick ? 1 : 3, {
      // Fails if an event reports drops, or if not exactly as many frames arrive.
      flood: () => ship({ ...(quick && QUICK), way: 'heka worker', records, queueBytes: '512mb' }),
    });
    return [
      {
        name: `pino flood, ${records.toLocaleString('en')} records at once: dropped`,
        values: rounds.map(() => 0),
        unit: '',
        goal: { direction: 'at most', limit: 0 },
      },
      {
        name: 'pino flood: records per second',
        values: rounds.map(({ flood }) => Math.round(records / flood.wallSeconds)),
        unit: '',
      },
    ];
  },
};

function figures(
  name: string,
  rounds: readonly [ShippingResult, ShippingResult][],
  limits: Limits,
): Figure[] {
  const ratios = (of: (result: ShippingResult) => number): number[] =>
    rounds.map(([ours, socket]) => of(ours) / of(socket));
  return [
    {
      name: `${name}: time`,
      of: 'pino-socket',
      values: ratios(({ wallSeconds }) => wallSeconds),
      goal: { direction: 'at most', limit: limits.wall },
    },
    {
      name: `${name}: CPU of the main thread`,
      of: 'pino-socket',
      values: ratios(({ mainCpuSeconds }) => mainCpuSeconds),
      goal: { direction: 'at most', limit: limits.main },
    },
    {
      name: `${name}: CPU of all threads`,
      of: 'pino-socket',
      values: ratios(({ cpuSeconds }) => cpuSeconds),
      goal: { direction: 'at most', limit: limits.total },
    },
    {
      name: `${name}: most memory held`,
      of: 'pino-socket',
      values: ratios(({ peakRssBytes }) => peakRssBytes),
    },
    {
      name: `${name}: most memory held`,
      values: rounds.map(([ours]) => ours.peakRssBytes / BYTES_PER_MEGABYTE),
      unit: 'MB',
      ...(limits.rss !== undefined && { goal: { direction: 'at most', limit: limits.rss } as const }),
    },
  ];
}

function ship(settings: PinoShippingSettings): Promise<ShippingResult> {
  return runWorkload('pino-shipping', settings);
}
