import type { Tally } from '../oracle/tally.ts';
import type { ProducerReport } from '../producers/producer-options.ts';
import type { Check, Figures } from './fault-case.ts';

/** What a run came to, oracle and sender side by side. */
export interface Outcome extends Figures {
  readonly damaged: number;
  readonly torn: number;
  readonly report: ProducerReport;
}

/** Puts together what the producer says and what the receivers have. */
export function outcomeOf(report: ProducerReport, tally: Tally): Outcome {
  return {
    sent: report.sent,
    lost: report.sent - tally.distinct,
    doubled: tally.doubled,
    doubledAfterDeduplication: tally.doubledAfterDeduplication,
    peakMemoryBytes: report.peakMemoryBytes,
    damaged: tally.damaged,
    torn: tally.torn,
    report,
  };
}

/** What must hold in every case: counts that add up, whole frames, duplicates that can be told by their uuid. */
export function soundness(outcome: Outcome): Check[] {
  const { report } = outcome;
  return [
    { figure: 'conserved', reached: report.breaches.length === 0, measured: report.breaches.join('; ') },
    { figure: 'damaged 0', reached: outcome.damaged === 0, measured: `damaged ${outcome.damaged}` },
    { figure: 'after dedup 0', reached: outcome.doubledAfterDeduplication === 0 },
  ];
}

/** {@link soundness}, and nothing lost, nothing pending, every log call accepted. */
export function nothingLost(outcome: Outcome): Check[] {
  const { stats, sent } = outcome.report;
  const counts = `accepted ${stats.accepted}, confirmed ${stats.confirmed}, pending ${stats.pending}, dropped ${JSON.stringify(stats.dropped)}`;
  return [
    { figure: 'lost 0', reached: outcome.lost === 0 },
    {
      figure: 'all confirmed',
      reached: stats.confirmed === sent && stats.accepted === sent,
      measured: counts,
    },
    ...soundness(outcome),
  ];
}

/** For producers that wait for nothing: what does not fit into the queue is dropped, and counted. */
export function lostOnlyWhatWasCounted({ lost, report }: Outcome): Check {
  const dropped = Object.values(report.stats.dropped).reduce((sum, count) => sum + count, 0);
  return {
    figure: 'lost <= dropped',
    reached: lost <= dropped,
    measured: `lost ${lost}, dropped ${dropped}`,
  };
}

export function noneDoubled(outcome: Outcome): Check {
  return { figure: 'doubled 0', reached: outcome.doubled === 0 };
}

/** For controls: a suite that does not see this loss sees none. */
export function mustLose(outcome: Outcome): Check {
  return { figure: 'MUST lose', reached: outcome.lost > 0 };
}

/** `name` at most `limit`. */
export function atMost(name: string, value: number, limit: number): Check {
  return {
    figure: `${name} <= ${Math.round(limit)}`,
    reached: value <= limit,
    measured: `${name} ${Math.round(value)}`,
  };
}

/** `name` at least `limit`. */
export function atLeast(name: string, value: number, limit: number): Check {
  return { figure: `${name} >= ${limit}`, reached: value >= limit, measured: `${name} ${value}` };
}
