import type { Bench } from '../harness/bench.ts';
import { interleavedRounds } from '../harness/rounds.ts';
import { runWorkload } from '../harness/run-workload.ts';
import type { RawLoopbackResult, RawLoopbackSettings } from '../workloads/raw-loopback.ts';

/** How near one thread that encodes and sends comes to one that only sends. */
export const rawLimits: Bench = {
  name: 'raw-limits',
  title: 'throughput of one thread that encodes and sends, as a share of raw loopback TCP',
  async run({ quick }) {
    const messages = quick ? 100_000 : 300_000;
    const rounds = await interleavedRounds(quick ? 3 : 9, {
      raw: () => throughput({ source: 'ready bytes', messages }),
      records: () => throughput({ source: 'records', messages }),
      lines: () => throughput({ source: 'lines', messages }),
    });
    return [
      {
        name: 'winston records: bytes per second, of raw loopback TCP',
        values: rounds.map(({ records, raw }) => records / raw),
        goal: { direction: 'at least', limit: 0.27 },
      },
      {
        name: 'pino lines: the same',
        values: rounds.map(({ lines, raw }) => lines / raw),
        goal: { direction: 'at least', limit: 0.31 },
      },
    ];
  },
};

async function throughput(settings: RawLoopbackSettings): Promise<number> {
  const { bytes, seconds } = await runWorkload<RawLoopbackResult>('raw-loopback', settings);
  return bytes / seconds;
}
