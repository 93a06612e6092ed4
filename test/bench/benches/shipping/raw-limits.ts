import type { Bench, Scale } from '../../harness/bench.ts';
import type { Figure } from '../../harness/figure.ts';
import { interleavedRounds } from '../../harness/rounds.ts';
import { runWorkload } from '../../harness/run-workload.ts';
import type { EncodeResult, EncodeSettings } from '../../workloads/encoding/encode-records.ts';
import type { RawLoopbackResult, RawLoopbackSettings } from '../../workloads/shipping/raw-loopback.ts';

/** How near we come to what the machine can do: one thread that only sends, and one that only copies. */
export const rawLimits: Bench = {
  name: 'raw-limits',
  title: 'throughput of one thread that encodes and sends, of raw loopback TCP; cost of encoding, of copying',
  async run(scale) {
    return [...(await shareOfLoopback(scale)), ...(await copiesPerRecord(scale))];
  },
};

async function shareOfLoopback({ quick }: Scale): Promise<readonly Figure[]> {
  const messages = quick ? 30_000 : 300_000;
  const rounds = await interleavedRounds(quick ? 1 : 9, {
    raw: () => throughput({ source: 'ready bytes', messages }),
    records: () => throughput({ source: 'records', messages }),
    lines: () => throughput({ source: 'lines', messages }),
  });
  const of = 'raw loopback TCP';
  return [
    {
      name: 'winston records encoded and sent by one thread: bytes per second',
      of,
      values: rounds.map(({ records, raw }) => records / raw),
      goal: { direction: 'at least', limit: 0.27 },
    },
    {
      name: 'pino lines transcoded and sent by one thread: bytes per second',
      of,
      values: rounds.map(({ lines, raw }) => lines / raw),
      goal: { direction: 'at least', limit: 0.31 },
    },
  ];
}

async function copiesPerRecord({ quick }: Scale): Promise<readonly Figure[]> {
  const turns = quick
    ? { rounds: 17, sliceMs: 6, warmUpMs: 150 }
    : { rounds: 60, sliceMs: 20, warmUpMs: 600 };
  const figures: Figure[] = [];
  for (const logger of ['winston', 'pino'] as const) {
    const settings: EncodeSettings = { logger, shape: 'request', against: 'copy', turns };
    const { rounds } = await runWorkload<EncodeResult>('encode-records', settings);
    figures.push({
      name: `${logger} record to frame, request log: cost`,
      of: 'copying the frame (memcpy)',
      values: rounds.map(({ heka, copy = Number.NaN }) => heka / copy),
    });
  }
  return figures;
}

async function throughput(settings: RawLoopbackSettings): Promise<number> {
  const { bytes, seconds } = await runWorkload<RawLoopbackResult>('raw-loopback', settings);
  return bytes / seconds;
}
