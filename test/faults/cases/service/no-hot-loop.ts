import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CaseContext, CaseRow, FaultCase } from '../../runner/fault-case.ts';
import { atLeast, atMost, noneDoubled, nothingLost } from '../../runner/outcome.ts';
import type { Place, Run } from '../../runner/workshop.ts';

/** With the default backoff (1 s doubling, full jitter) far fewer are expected; a hot loop makes thousands. */
const mostAttempts = 25;

interface BadListener {
  readonly name: string;
  readonly what: string;
  readonly prepare: (context: CaseContext) => Promise<{ place: Place; run: Run; heal: () => Promise<void> }>;
}

const badListeners: readonly BadListener[] = [
  {
    name: 'accept-and-close',
    what: 'accepts and closes at once',
    prepare: async ({ workshop }) => {
      const place = await workshop.receiver('tcp', { onAccept: 'close' });
      const run = await workshop.delivery(place.options);
      return { place, run, heal: () => place.receiver.setOnAccept('read') };
    },
  },
  {
    name: 'full-backlog',
    what: 'is stopped with a full backlog',
    prepare: async ({ workshop }) => {
      const place = await workshop.receiver('tcp', { listen: { kind: 'tcp', port: 0, backlog: 1 } });
      place.receiver.freeze();
      const run = await workshop.delivery({ ...place.options, connectTimeout: 500 }, { clients: 8 });
      return { place, run, heal: async () => place.receiver.thaw() };
    },
  },
];

/** A listener that never lets a connection live must not be hammered. */
export const noHotLoop: readonly FaultCase[] = badListeners.map(({ name, what, prepare }) => ({
  name,
  title: `a receiver that ${what} is tried again with growing waits; when it is well nothing is lost`,
  load: 'light',
  run: async (context: CaseContext): Promise<CaseRow[]> => {
    const { place, run, heal } = await prepare(context);
    await run.producer.produce({ count: 20 });
    await sleep(context.pick(30_000, 4000));
    const attempts = Math.max(...(await run.producer.attempts()));
    await heal();
    const outcome = await run.finish(place);
    return [
      {
        label: `peer ${name.replaceAll('-', ' ')}`,
        outcome,
        checks: [...nothingLost(outcome), noneDoubled(outcome), atMost('attempts', attempts, mostAttempts)],
        notes: [`${attempts} attempts`],
      },
    ];
  },
}));

/** A port that takes TCP connections and never answers the hello. */
export const silentTls: FaultCase = {
  name: 'silent-tls',
  title: 'a TLS port that never finishes the handshake is tried again with growing waits; nothing is lost',
  load: 'light',
  run: async ({ workshop, pick }: CaseContext): Promise<CaseRow[]> => {
    const place = await workshop.receiver('tls');
    await place.receiver.takeDown();
    let accepted = 0;
    const silent = createServer((socket) => {
      accepted++;
      socket.on('error', () => undefined);
      socket.resume();
    });
    await new Promise<void>((resolve) => silent.listen(place.receiver.port, '127.0.0.1', resolve));
    const run = await workshop.delivery({ ...place.options, connectTimeout: 500 });
    await run.producer.produce({ count: 20 });
    await sleep(pick(30_000, 4000));
    await new Promise<void>((resolve) => silent.close(() => resolve()));
    await place.receiver.bringUp();
    const outcome = await run.finish(place);
    return [
      {
        label: 'TLS port that never answers',
        outcome,
        checks: [
          ...nothingLost(outcome),
          noneDoubled(outcome),
          atLeast('attempts', accepted, 1),
          atMost('attempts', accepted, mostAttempts),
        ],
        notes: [`${accepted} attempts`],
      },
    ];
  },
};
