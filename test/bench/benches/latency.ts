import type { Bench } from '../harness/bench.ts';
import type { Figure, Goal } from '../harness/figure.ts';
import { runWorkload } from '../harness/run-workload.ts';
import type { CallLatencyRound, CallLatencySettings } from '../workloads/call-latency.ts';

const goals = {
  winston: { peer: "winston's null transport", p50: 4, p99: 5 },
  pino: { peer: 'pino to a file descriptor of /dev/null', p50: 0.5, p99: 0.6 },
} as const;

/** What one log call takes of its caller's time. */
export const latency: Bench = {
  name: 'latency',
  title: 'time of one log call, middle and 99th percentile, winston (no format) and pino in process',
  async run({ quick }) {
    const figures: Figure[] = [];
    for (const logger of ['winston', 'pino'] as const) {
      const rounds = await runWorkload<CallLatencyRound[]>('call-latency', {
        logger,
        rounds: quick ? 5 : 15,
        calls: quick ? 10_000 : 20_000,
      } satisfies CallLatencySettings);
      for (const percentile of ['p50', 'p99'] as const) {
        const goal: Goal = { direction: 'at most', limit: goals[logger][percentile] };
        figures.push({
          name: `${logger}: ${percentile} of one log call, of ${goals[logger].peer}`,
          values: rounds.map(({ heka, peer }) => heka[percentile] / peer[percentile]),
          goal,
        });
      }
    }
    return figures;
  },
};
