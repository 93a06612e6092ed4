import type { Bench } from '../../harness/bench.ts';
import type { Figure } from '../../harness/figure.ts';
import { interleavedRounds } from '../../harness/rounds.ts';
import { runWorkload } from '../../harness/run-workload.ts';
import type { PinoStalledSettings } from '../../workloads/process/pino-stalled.ts';

const BYTES_PER_MEGABYTE = 1_000_000;
const MEBIBYTE = 1024 * 1024;

/** What a worker may hold beyond its queue: pino's shared buffer, text on its way, garbage. */
const BESIDE_QUEUE_BYTES = 40 * BYTES_PER_MEGABYTE;

/** The memory of an application whose receiver is gone. */
export const pinoStalled: Bench = {
  name: 'pino-stalled',
  title: '1,000,000 records as fast as they come through a pino worker that cannot send: growth of memory',
  async run({ quick }): Promise<readonly Figure[]> {
    // Several times what the queue holds, and for a quick run at least more than that.
    const [records, queueBytes] = quick ? [60_000, 16 * MEBIBYTE] : [1_000_000, 64 * MEBIBYTE];
    const measure = (receiver: PinoStalledSettings['receiver']) => (): Promise<number> =>
      runWorkload('pino-stalled', { receiver, records, queueBytes } satisfies PinoStalledSettings);
    const rounds = await interleavedRounds(quick ? 1 : 3, {
      down: measure('down'),
      stalled: measure('stalled'),
    });
    const limit = Math.round((queueBytes + BESIDE_QUEUE_BYTES) / BYTES_PER_MEGABYTE);
    return (['down', 'stalled'] as const).map((receiver) => ({
      name: `pino worker, receiver ${receiver}: growth of memory`,
      values: rounds.map((round) => round[receiver] / BYTES_PER_MEGABYTE),
      unit: 'MB',
      goal: { direction: 'at most', limit },
    }));
  },
};
