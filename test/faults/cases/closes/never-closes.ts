import { setTimeout as sleep } from 'node:timers/promises';
import type { HekaOptions } from 'heka-core';
import type { CaseContext, CaseRow, Check, FaultCase } from '../../runner/fault-case.ts';
import { atMost, mustLose, nothingLost, type Outcome, soundness } from '../../runner/outcome.ts';
import type { Place, Run } from '../../runner/workshop.ts';
import { confirmsMore, killWhenTrustIsWrong, quickBackoff } from '../../scenarios/kills.ts';
import { waitUntil } from '../../scenarios/wait.ts';

const impatient: HekaOptions = { confirmInterval: 400, confirmTimeout: 800 };

/** Nothing can be confirmed: a window of what was written last takes its place, as long as it must. */
export const neverCloses: FaultCase = {
  name: 'never-closes',
  title: 'a peer that never closes: window and one warning; confirmation again when it closes',
  load: 'light',
  run: async (context: CaseContext): Promise<CaseRow[]> => {
    const { place, run, work } = await reachWindow(context);
    await sleep(context.pick(5000, 1000));
    await place.receiver.setAtEnd('close');
    await untilState(run, 'open');
    await run.producer.stopProducing();
    await work;
    const outcome = await run.finish(place);
    const checks = [...nothingLost(outcome), ...windowChecks(outcome)];
    return [{ label: 'peer never closes, then does', outcome, checks }];
  },
};

/** In the window nothing is proved, but what was written last is sent again when the connection breaks. */
export const killInWindow: FaultCase = {
  name: 'window-kill',
  title: 'a peer that never closes is killed -9: the window is sent again, nothing is lost',
  load: 'light',
  run: async (context: CaseContext): Promise<CaseRow[]> => {
    const { place, run, work } = await reachWindow(context);
    for (let i = 0; i < context.pick(5, 2); i++) {
      await sleep(1000);
      await place.receiver.kill();
    }
    await sleep(1000);
    await run.producer.stopProducing();
    await work;
    await waitUntil(
      'everything is written',
      async () => !(await run.producer.flush(5000, 'written')).timedOut,
    );
    const outcome = await run.finish(place, 1000);
    const lost = { figure: 'lost 0', reached: outcome.lost === 0 };
    const checks = [lost, ...soundness(outcome), ...windowChecks(outcome)];
    return [{ label: 'peer never closes, kill -9', outcome, checks }];
  },
};

/** A producer that sends little to a peer that never closes, until it is in the window. */
async function reachWindow({
  workshop,
}: CaseContext): Promise<{ place: Place; run: Run; work: Promise<void> }> {
  const place = await workshop.receiver('tcp', { atEnd: 'never-close' });
  const run = await workshop.delivery({ ...place.options, ...quickBackoff, ...impatient });
  const work = run.producer.produce({ count: Number.MAX_SAFE_INTEGER, ratePerSecond: 500 });
  await untilState(run, 'window');
  return { place, run, work };
}

function windowChecks({ report }: Outcome): Check[] {
  const { warn } = report.events;
  return [
    { figure: 'one warning', reached: warn === 1, measured: `warnings ${warn}` },
    // Three, and a question.
    atMost('connections', report.mostConnections, 4),
  ];
}

/** A healthy receiver that is stopped looks the same for low traffic, and its kernel holds what it has not read. */
export const killStoppedInWindow: FaultCase = {
  name: 'window-stopped-kill',
  title: 'a stopped receiver is taken for one that never closes, flooded and killed -9: nothing is lost',
  load: 'light',
  run: async ({ workshop }: CaseContext): Promise<CaseRow[]> => {
    const place = await workshop.receiver('tcp');
    const run = await workshop.delivery({ ...place.options, ...quickBackoff, ...impatient });
    await run.producer.produce({ count: 100, ratePerSecond: 100 });
    // What is read and not written when a receiver is stopped for good is its own to lose.
    await waitUntil('all of it is written', () => run.tally(place).distinct === 100);
    place.receiver.freeze();
    const trickle = run.producer.produce({ count: Number.MAX_SAFE_INTEGER, ratePerSecond: 100 });
    await untilState(run, 'window');
    await run.producer.stopProducing();
    await trickle;
    const flood = run.producer.produce({ count: 200_000 });
    await untilSteady('the queue and the kernels are full', () => run.producer.sent());
    await place.receiver.kill();
    await flood;
    const outcome = await run.finish(place);
    // What is sent again is much for so short a timeout: closes may be doubted.
    const checks = [...nothingLost(outcome), atMost('connections', outcome.report.mostConnections, 5)];
    return [{ label: 'stopped until the window, kill -9', outcome, checks }];
  },
};

/** The window holds what both kernels hold, and more. */
export const fullWindow: FaultCase = {
  name: 'window-flood',
  title:
    'a slow peer that never closes is killed -9 at full speed: a window of the default size loses nothing',
  load: 'light',
  run: async (context: CaseContext): Promise<CaseRow[]> => {
    const outcome = await floodAndKill(context, {}, async (run, place) => {
      // In the full form the window has let go of its oldest frames by then.
      await run.producer.produce({ count: context.pick(250_000, 40_000) });
      await context.pick(
        () => confirmsMore(run),
        () => sleep(500),
      )();
      await place.receiver.kill();
    });
    const lost = { figure: 'lost 0', reached: outcome.lost === 0 };
    return [{ label: 'window of 64 MiB, kill -9', outcome, checks: [lost, ...soundness(outcome)] }];
  },
};

/** The same with a window that holds less than the kernels do. */
export const smallWindowControl: FaultCase = {
  name: 'control-small-window',
  title: 'control: a replay window smaller than the buffers of the kernels loses at kill -9',
  load: 'light',
  run: async (context: CaseContext): Promise<CaseRow[]> => {
    const outcome = await floodAndKill(context, { queue: { maxBytes: '1mb' } }, async (run, place) => {
      const flood = run.producer.produce({ count: 40_000 });
      await killWhenTrustIsWrong(run, place);
      await flood;
    });
    return [
      {
        label: 'control: window of 1 MiB, kill -9',
        outcome,
        checks: [mustLose(outcome), ...soundness(outcome)],
      },
    ];
  },
};

async function floodAndKill(
  { workshop }: CaseContext,
  more: HekaOptions,
  strike: (run: Run, place: Place) => Promise<void>,
): Promise<Outcome> {
  const place = await workshop.receiver('tcp', { atEnd: 'never-close', readBytesPerSecond: 4 * 1024 * 1024 });
  const run = await workshop.delivery({ ...place.options, ...quickBackoff, ...impatient, ...more });
  // A trickle until the window is reached: before that everything written is kept.
  const trickle = run.producer.produce({ count: Number.MAX_SAFE_INTEGER, ratePerSecond: 100 });
  await untilState(run, 'window');
  await run.producer.stopProducing();
  await trickle;
  await strike(run, place);
  await untilAllIsRead(place);
  return run.finish(place, 1000);
}

/** Waits until the slow receiver has read what the kernels hold: only what the kill took may be missing. */
function untilAllIsRead({ receiver }: Place): Promise<void> {
  return untilSteady('the receiver has read everything', async () => (await receiver.stats()).messages);
}

/** Waits until `count` gives the same twice, a second apart. */
async function untilSteady(what: string, count: () => Promise<number>): Promise<void> {
  let before = -1;
  await waitUntil(what, async () => {
    const now = await count();
    const steady = now === before;
    before = now;
    if (!steady) await sleep(1000);
    return steady;
  });
}

function untilState(run: Run, state: string): Promise<void> {
  return waitUntil(`state ${state}`, async () => (await run.producer.report()).stats.state === state);
}
