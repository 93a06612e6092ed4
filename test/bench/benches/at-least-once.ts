import type { Bench, Scale } from '../harness/bench.ts';
import type { Figure } from '../harness/figure.ts';
import type { ShippingResult } from '../harness/measure-shipping.ts';
import { interleavedRounds } from '../harness/rounds.ts';
import { runWorkload } from '../harness/run-workload.ts';
import type { BareDeliverySettings } from '../workloads/bare-delivery.ts';
import type { WinstonToHekaSettings } from '../workloads/winston-to-heka.ts';

/** What confirmation costs where nothing goes wrong. */
export const atLeastOnce: Bench = {
  name: 'at-least-once',
  title: "throughput of delivery 'at-least-once' without faults, as a share of 'best-effort'",
  async run(scale) {
    const figures: Figure[] = [];
    for (const queueBytes of ['32mb', '512mb']) {
      figures.push(
        await compare(`winston, queue ${queueBytes}`, scale, (delivery, amount) =>
          runWorkload('winston-to-heka', {
            ...amount,
            delivery,
            format: 'as-it-is',
            queueBytes,
          } satisfies WinstonToHekaSettings),
        ),
        await compare(`bare delivery, queue ${queueBytes}`, scale, (delivery, amount) =>
          runWorkload('bare-delivery', { ...amount, delivery, queueBytes } satisfies BareDeliverySettings),
        ),
      );
    }
    return figures;
  },
};

type Ship = (
  delivery: 'at-least-once' | 'best-effort',
  amount: { readonly records: number; readonly perTurn: number },
) => Promise<ShippingResult>;

async function compare(name: string, { quick }: Scale, ship: Ship): Promise<Figure> {
  const amount = { records: quick ? 200_000 : 400_000, perTurn: 100 };
  const rounds = await interleavedRounds(quick ? 3 : 5, {
    confirmed: () => ship('at-least-once', amount),
    trusted: () => ship('best-effort', amount),
  });
  return {
    name: `at-least-once: throughput, of best-effort (${name})`,
    values: rounds.map(({ confirmed, trusted }) => trusted.wallSeconds / confirmed.wallSeconds),
    goal: { direction: 'at least', limit: 0.8 },
  };
}
