import type { Bench } from '../../harness/bench.ts';
import type { Figure, Goal } from '../../harness/figure.ts';
import { interleavedRounds } from '../../harness/rounds.ts';
import { runWorkload } from '../../harness/run-workload.ts';
import type { QueueMemorySettings } from '../../workloads/process/queue-memory.ts';

const GOAL: Goal = { direction: 'at most', limit: 1.2 };

/** The memory that waits for a receiver. */
export const queueMemory: Bench = {
  name: 'queue-memory',
  title: 'memory per queued message (heapUsed and external after gc), as a multiple of its frame',
  async run({ quick }): Promise<readonly Figure[]> {
    const bytes = quick ? 16_000_000 : 48_000_000;
    const rounds = await interleavedRounds(quick ? 1 : 3, {
      request: () => runQueueMemory({ shape: 'request', bytes }),
      small: () => runQueueMemory({ shape: 'small', bytes }),
    });
    return [
      {
        name: 'memory per queued request log',
        of: 'its frame',
        values: rounds.map((one) => one.request),
        goal: GOAL,
      },
      {
        name: 'memory per queued message without fields',
        of: 'its frame',
        values: rounds.map((one) => one.small),
        goal: GOAL,
      },
    ];
  },
};

function runQueueMemory(settings: QueueMemorySettings): Promise<number> {
  return runWorkload('queue-memory', settings);
}
