import type { Bench } from '../../harness/bench.ts';
import type { Figure } from '../../harness/figure.ts';
import { runWorkload } from '../../harness/run-workload.ts';
import type {
  CallLatency,
  CallLatencyRound,
  CallLatencySettings,
} from '../../workloads/shipping/call-latency.ts';

/** p99.9 informs: in so short a run it is made of a few calls that met the garbage collector. */
const GOALS = {
  winston: { title: 'winston without format', peer: "winston's null transport", p50: 4, p99: 5 },
  pino: { title: 'pino in process', peer: 'pino to a file descriptor of /dev/null', p50: 0.5, p99: 0.6 },
} as const;

const PERCENTILES: Readonly<Record<keyof CallLatency, string>> = { p50: 'p50', p99: 'p99', p999: 'p99.9' };

/** What one log call takes of its caller's time. */
export const latency: Bench = {
  name: 'latency',
  title: 'time of one log call: median, 99th and 99.9th percentile, winston (no format) and pino in process',
  async run({ quick }) {
    const figures: Figure[] = [];
    for (const logger of ['winston', 'pino'] as const) {
      const rounds = await runWorkload<CallLatencyRound[]>('call-latency', {
        logger,
        rounds: quick ? 4 : 15,
        calls: quick ? 10_000 : 20_000,
      } satisfies CallLatencySettings);
      const { title, peer, ...limits } = GOALS[logger];
      for (const percentile of ['p50', 'p99', 'p999'] as const) {
        figures.push({
          name: `${title}: ${PERCENTILES[percentile]} of one log call`,
          of: peer,
          values: rounds.map((round) => round.heka[percentile] / round.peer[percentile]),
          ...(percentile !== 'p999' && {
            goal: { direction: 'at most', limit: limits[percentile] } as const,
          }),
        });
      }
      if (logger === 'pino') {
        figures.push({
          name: 'pino alone, its lines discarded: p50 of one log call',
          of: peer,
          values: rounds.map((round) => round.alone.p50 / round.peer.p50),
        });
      }
    }
    return figures;
  },
};
