import type { Bench } from '../harness/bench.ts';
import type { ShippingResult } from '../harness/measure-shipping.ts';
import { interleavedRounds } from '../harness/rounds.ts';
import { runWorkload } from '../harness/run-workload.ts';
import type { WinstonToHekaSettings } from '../workloads/winston-to-heka.ts';
import type { WinstonToStreamSettings } from '../workloads/winston-to-stream.ts';

/** What winston's process pays per record, sending included. */
export const winstonCpu: Bench = {
  name: 'winston-cpu',
  title:
    "CPU of winston's process per record, as a share of its Stream transport with format.json() into a socket",
  async run({ quick }) {
    const amount = { records: quick ? 60_000 : 200_000, perTurn: 100 };
    const heka = { ...amount, format: 'as-it-is', delivery: 'at-least-once' } as const;
    const rounds = await interleavedRounds(quick ? 3 : 7, {
      heka: () => runWinstonToHeka(heka),
      stream: () =>
        runWorkload<ShippingResult>('winston-to-stream', amount satisfies WinstonToStreamSettings),
      hekaAfterJson: () => runWinstonToHeka({ ...heka, format: 'json' }),
    });
    return [
      {
        name: 'winston: CPU per record, of Stream transport with format.json()',
        values: rounds.map(({ heka, stream }) => heka.cpuSeconds / stream.cpuSeconds),
        goal: { direction: 'at most', limit: 0.5 },
      },
      {
        name: 'winston: time per record, of the same',
        values: rounds.map(({ heka, stream }) => heka.wallSeconds / stream.wallSeconds),
      },
      {
        name: 'winston: CPU per record where the logger has format.json() too',
        values: rounds.map(({ hekaAfterJson, stream }) => hekaAfterJson.cpuSeconds / stream.cpuSeconds),
      },
    ];
  },
};

function runWinstonToHeka(settings: WinstonToHekaSettings): Promise<ShippingResult> {
  return runWorkload('winston-to-heka', settings);
}
