import { setTimeout as sleep } from 'node:timers/promises';
import type { ReceiverHost } from '../../receivers/receiver-host.ts';
import type { CaseContext, CaseRow, FaultCase } from '../../runner/fault-case.ts';
import { atMost, noneDoubled, nothingLost } from '../../runner/outcome.ts';

interface Stall {
  readonly name: string;
  /** Three, and those that evidence needs once all have waited for too long. */
  readonly mostConnections: number;
  readonly what: string;
  readonly begin: (receiver: ReceiverHost) => Promise<void> | void;
  readonly end: (receiver: ReceiverHost) => Promise<void> | void;
}

const stalls: readonly Stall[] = [
  {
    name: 'stall-stopped',
    // A question that nobody answers.
    mostConnections: 4,
    what: 'stopped (SIGSTOP)',
    begin: (receiver) => receiver.freeze(),
    end: (receiver) => receiver.thaw(),
  },
  {
    name: 'stall-blocked-output',
    // The question is answered; the connection that shows whether frames get through, and its sentinel, wait.
    mostConnections: 5,
    what: 'with a blocked output',
    begin: (receiver) => receiver.blockOutput(),
    end: (receiver) => receiver.unblockOutput(),
  },
];

const rates = [20, 500] as const;

/** Three times the confirm timeout without a sign of life; then everything goes on where it stopped. */
export const stalledPeer: readonly FaultCase[] = stalls.map(
  ({ name, what, mostConnections, begin, end }) => ({
    name,
    title: `a peer ${what} reads nothing for 90 s: nothing is lost, nothing doubled, nothing sent twice`,
    // It waits, but for a confirmTimeout that a machine with eight cases at once may stretch beyond what it is.
    load: 'heavy',
    run: async ({ workshop, pick }: CaseContext): Promise<CaseRow[]> => {
      const stallMs = pick(90_000, 9_000);
      const confirmTimeout = stallMs / 3;
      const lanes = await Promise.all(
        rates.map(async (ratePerSecond) => {
          const place = await workshop.receiver('tcp');
          const run = await workshop.delivery({
            ...place.options,
            confirmInterval: confirmTimeout / 6,
            confirmTimeout,
          });
          const work = run.producer.produce({ count: Number.MAX_SAFE_INTEGER, ratePerSecond });
          return { ratePerSecond, place, run, work };
        }),
      );
      await sleep(confirmTimeout / 3);
      for (const { place } of lanes) await begin(place.receiver);
      await sleep(stallMs);
      for (const { place } of lanes) await end(place.receiver);
      await sleep(confirmTimeout / 3);
      const rows: CaseRow[] = [];
      for (const { ratePerSecond, place, run, work } of lanes) {
        await run.producer.stopProducing();
        await work;
        const outcome = await run.finish(place);
        const { stats } = outcome.report;
        rows.push({
          label: `${stallMs / 1000} s ${name.slice('stall-'.length)}, ${ratePerSecond}/s`,
          outcome,
          checks: [
            ...nothingLost(outcome),
            noneDoubled(outcome),
            atMost('replayed', stats.replayedMessages, 0),
            atMost('connections', outcome.report.mostConnections, mostConnections),
          ],
        });
      }
      return rows;
    },
  }),
);
