import type { Bench, Scale } from '../../harness/bench.ts';
import type { Figure } from '../../harness/figure.ts';
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

/** What confirmation costs when nothing goes wrong, and the rate that the default queue allows. */
export const atLeastOnce: Bench = {
  name: 'at-least-once',
  title:
    "throughput of delivery 'at-least-once' without faults: of 'best-effort', and of what the queue allows",
  async run(scale) {
    return [
      await compare('winston, queue 256 MiB', scale, (delivery, amount) =>
        runWorkload('winston-to-heka', {
          ...amount,
          delivery,
          format: 'as-it-is',
          queueBytes: '256mb',
        } satisfies WinstonToHekaSettings),
      ),
      await compare('bare delivery, queue 256 MiB', scale, (delivery, amount) =>
        runWorkload('bare-delivery', {
          ...amount,
          delivery,
          queueBytes: '256mb',
        } satisfies BareDeliverySettings),
      ),
      ...(await rateOfDefaults(scale)),
    ];
  },
};

type Ship = (
  delivery: 'at-least-once' | 'best-effort',
  amount: { readonly records: number; readonly perTurn: number },
) => Promise<ShippingResult>;

async function compare(name: string, { quick }: Scale, ship: Ship): Promise<Figure> {
  const amount = { records: quick ? 100_000 : 400_000, perTurn };
  const rounds = await interleavedRounds(quick ? 1 : 5, {
    confirmed: () => ship('at-least-once', amount),
    trusted: () => ship('best-effort', amount),
  });
  return {
    name: `at-least-once, ${name}: throughput`,
    of: 'best-effort',
    values: rounds.map(({ confirmed, trusted }) => trusted.wallSeconds / confirmed.wallSeconds),
    goal: { direction: 'at least', limit: 0.9 },
  };
}

/** Every byte is held from its acceptance until its connection has settled: `maxBytes / (settleTime + closing time)`. */
async function rateOfDefaults({ quick }: Scale): Promise<readonly Figure[]> {
  const settings: DefaultRateSettings = { queues: quick ? 2 : 8, queueBytes, perTurn };
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
