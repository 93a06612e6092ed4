import { setTimeout as sleep } from 'node:timers/promises';
import { readJournal } from '../../oracle/records.ts';
import type { CaseContext, CaseRow, FaultCase } from '../../runner/fault-case.ts';
import { atMost, nothingLost } from '../../runner/outcome.ts';
import { holdsWithin } from '../../scenarios/wait.ts';

const backlog = 32;
const allBackMs = 120_000;
const mostAttemptsEach = 30;
const bins = 20;
/** With intervals spread evenly over their range a bin of the observed time gets about a twentieth. */
const mostShareOfBin = 0.2;

/** A fleet loses its receiver, and must not come back as one. */
export const manyClients: FaultCase = {
  name: 'many-clients',
  title:
    '500 clients, a receiver restarted with a backlog of 32: all are back in 2 minutes, none rotate in step',
  load: 'heavy',
  run: async ({ workshop, pick }: CaseContext): Promise<CaseRow[]> => {
    const clients = pick(500, 100);
    const confirmInterval = pick(20_000, 3_000);
    const place = await workshop.receiver('tcp', { listen: { kind: 'tcp', port: 0, backlog } });
    const run = await workshop.delivery(
      {
        ...place.options,
        confirmInterval,
        ...pick({}, { backoffStrategy: { initialDelay: 200, maxDelay: 3000 } }),
      },
      { clients },
    );
    const work = run.producer.produce({ count: Number.MAX_SAFE_INTEGER, ratePerSecond: 2 });
    await sleep(pick(5000, 2000));
    const before = await run.producer.attempts();
    await place.receiver.takeDown();
    await sleep(pick(5000, 1500));
    await place.receiver.bringUp();
    const restartedAt = Date.now();
    // It starts busy, as a receiver does that reads its configuration: the backlog fills.
    await place.receiver.busy(pick(3000, 1000));
    const back = await holdsWithin(
      allBackMs,
      async () => (await run.producer.health()).connected === clients,
    );
    const backMs = Date.now() - restartedAt;
    const attempts = (await run.producer.attempts()).map((count, client) => count - (before[client] ?? 0));
    const watchedFrom = Date.now();
    await sleep(confirmInterval * 2);
    const openings = openingsBetween(place.directory, watchedFrom, Date.now());
    await run.producer.stopProducing();
    await work;
    const outcome = await run.finish(place);
    const histogram = spread(openings, watchedFrom, confirmInterval * 2);
    return [
      {
        label: `${clients} clients, receiver restarted`,
        outcome,
        checks: [
          ...nothingLost(outcome),
          { figure: 'all back in 2 minutes', reached: back, measured: `${backMs} ms` },
          atMost('attempts of a client', Math.max(...attempts), mostAttemptsEach),
          {
            figure: 'rotations seen',
            reached: openings.length >= clients,
            measured: `rotations ${openings.length}`,
          },
          atMost('% in one bin', (100 * Math.max(...histogram)) / openings.length, 100 * mostShareOfBin),
        ],
        notes: [
          `all back after ${backMs} ms; attempts per client: ${describe(attempts)}`,
          `rotations in ${bins} equal stretches of ${(confirmInterval * 2) / 1000} s: ${histogram.join(' ')}`,
        ],
      },
    ];
  },
};

function openingsBetween(directory: string, from: number, to: number): number[] {
  return readJournal(directory)
    .filter((entry) => entry.event === 'open' && entry.at >= from && entry.at < to)
    .map((entry) => entry.at);
}

function spread(times: readonly number[], from: number, rangeMs: number): number[] {
  const counts = Array.from({ length: bins }, () => 0);
  for (const time of times) {
    const bin = Math.min(bins - 1, Math.floor(((time - from) / rangeMs) * bins));
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return counts;
}

/** `1 x 320, 2 x 150, 3 x 30`: so many attempts, so many clients. */
function describe(attempts: readonly number[]): string {
  const clientsBy = new Map<number, number>();
  for (const count of attempts) clientsBy.set(count, (clientsBy.get(count) ?? 0) + 1);
  return [...clientsBy]
    .sort(([a], [b]) => a - b)
    .map(([count, clients]) => `${count} x ${clients}`)
    .join(', ');
}
