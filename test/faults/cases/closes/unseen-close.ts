import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CaseContext, CaseRow, FaultCase } from '../../runner/fault-case.ts';
import { mustLose, nothingLost, soundness } from '../../runner/outcome.ts';
import type { Place, Run } from '../../runner/workshop.ts';
import { waitUntil } from '../../scenarios/wait.ts';

const clients = 50;
/** The peer closes a connection at the first byte. */
const closeAfter = { leastBytes: 1, mostBytes: 1, times: 0 };

/** Node reports such a write and such an end as a success. */
export const unseenClose: FaultCase = {
  name: 'unseen-close',
  title: 'write and end after a close that could not be seen yet, 1,000 times: nothing is lost',
  load: 'light',
  run: async ({ workshop, pick }: CaseContext): Promise<CaseRow[]> => {
    const rounds = pick(20, 3);
    const place = await workshop.receiver('tcp', { closeAfter });
    const run = await workshop.delivery(
      {
        ...place.options,
        backoffStrategy: { name: 'exponential', initialDelay: 5, maxDelay: 50 },
        settleTime: 250,
      },
      { clients },
    );
    await writeUnseen(run, place, rounds);
    const outcome = await run.finish(place);
    return [
      { label: `${rounds * clients} x write after unseen close`, outcome, checks: nothingLost(outcome) },
    ];
  },
};

/** The same with a sender that believes Node. */
export const unseenCloseControl: FaultCase = {
  name: 'control-unseen-close',
  title: 'control: a plain sender loses what it writes after an unseen close',
  load: 'light',
  run: async ({ workshop, pick }: CaseContext): Promise<CaseRow[]> => {
    const place = await workshop.receiver('tcp', { closeAfter });
    const run = await workshop.naive({ host: '127.0.0.1', port: place.receiver.port }, { clients });
    await writeUnseen(run, place, pick(5, 2));
    const outcome = await run.finish(place);
    return [
      {
        label: 'control: plain sender, unseen close',
        outcome,
        checks: [mustLose(outcome), ...soundness(outcome)],
      },
    ];
  },
};

/** The event loop of the sender stands still until the peer has closed every connection. */
async function writeUnseen({ producer }: Run, { receiver, directory }: Place, rounds: number): Promise<void> {
  const go = join(directory, 'all-closed');
  for (let round = 1; round <= rounds; round++) {
    await receiver.allowClosings(clients);
    const written = producer.writeAfterUnseenClose(go);
    await waitUntil(
      'the peer has closed all connections',
      async () => (await receiver.stats()).closedByUs === round * clients,
    );
    writeFileSync(go, '');
    await written;
    rmSync(go);
    await producer.flush(60_000);
  }
}
