import { type Tally } from '../../oracle/tally.ts';
import type { CaseContext, CaseRow, FaultCase } from '../../runner/fault-case.ts';
import { atMost, soundness } from '../../runner/outcome.ts';
import { waitUntil } from '../../scenarios/wait.ts';

const mebibyte = 1024 * 1024;
/** The default of `queue.maxBytes`. */
const queueBytes = 64 * mebibyte;
const slackBytes = 8 * mebibyte;

/** Nobody listens; the application logs on. */
export const receiverDown: FaultCase = {
  name: 'receiver-down',
  title:
    'nobody listens while 2,000,000 messages are logged: memory stays bounded, drops are exact and reported',
  load: 'heavy',
  run: async ({ workshop, pick }: CaseContext): Promise<CaseRow[]> => {
    const count = pick(2_000_000, 300_000);
    const place = await workshop.receiver('tcp');
    await place.receiver.takeDown();
    const run = await workshop.delivery(
      { ...place.options, backoffStrategy: { name: 'exponential', initialDelay: 50, maxDelay: 500 } },
      {},
      ['--expose-gc'],
    );
    const before = await run.producer.memory();
    await run.producer.produce({ count, waitForRoom: false });
    const after = await run.producer.memory();
    const { stats } = await run.producer.report();
    const pending = stats.pending;
    const dropped = stats.dropped['overflow'] ?? 0;
    await place.receiver.bringUp();
    // Twice: the summary of the drops follows when there is room.
    await waitUntil('everything that was kept and the summary are confirmed', async () => {
      await run.producer.flush(10_000);
      const now = (await run.producer.report()).stats;
      return now.pending === 0 && now.confirmed > pending;
    });
    const outcome = await run.finish(place);
    const tally = run.tally(place);
    const grown = after.heapUsed + after.external - before.heapUsed - before.external;
    return [
      {
        label: 'receiver down',
        outcome,
        checks: [
          ...soundness(outcome),
          { figure: 'lost = dropped', reached: outcome.lost === dropped && dropped === count - pending },
          { figure: 'the newest kept', reached: keptNewest(tally, count, pending) },
          summarises(tally, dropped),
          atMost('memory MiB', grown / mebibyte, (queueBytes + slackBytes) / mebibyte),
        ],
        notes: [`dropped ${dropped}, kept ${pending}, memory grown by ${(grown / mebibyte).toFixed(1)} MiB`],
      },
    ];
  },
};

function keptNewest(tally: Tally, count: number, pending: number): boolean {
  for (let sequence = 0; sequence < count; sequence++) {
    if (tally.count(0, sequence) > 0 !== sequence >= count - pending) return false;
  }
  return true;
}

/** One message says how many were dropped: its text is `<n> messages were dropped`. */
function summarises(tally: Tally, dropped: number): { figure: string; reached: boolean; measured: string } {
  const texts = tally.foreign.map((hex) => Buffer.from(hex, 'hex').toString('latin1'));
  const told = texts.filter((text) => text.includes('log.dropped') && text.includes(`${dropped} messages`));
  return {
    figure: 'one summary',
    reached: texts.length === 1 && told.length === 1,
    measured: `${texts.length} summaries, ${told.length} with the right count`,
  };
}
