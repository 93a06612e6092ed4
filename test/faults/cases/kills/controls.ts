/**
 * What has to lose, or the suite sees no loss at all. A control never depends on luck: the receiver is killed at a
 * moment at which the sender is known to be wrong.
 */
import type { HekaOptions } from 'heka-core';
import { stockFlushIntervalMs } from '../../receivers/receiver-options.ts';
import type { CaseContext, CaseRow, FaultCase } from '../../runner/fault-case.ts';
import { mustLose, soundness } from '../../runner/outcome.ts';
import type { Place, Run } from '../../runner/workshop.ts';
import { killWhenTrustIsWrong, quickBackoff } from '../../scenarios/kills.ts';

const settleTime = 2000;

/** A sender that trusts the kernel. */
export const bestEffortControl = control({
  name: 'control-best-effort',
  title: 'control: a delivery with best-effort loses at kill -9',
  start: ({ workshop }, place) =>
    workshop.delivery({ ...place.options, ...quickBackoff, delivery: 'best-effort' }),
});

/** A sender that has nothing of the package in it: proves the suite, not the package. */
export const naiveControl = control({
  name: 'control-naive',
  title: 'control: a plain sender that repeats what the kernel refused loses at kill -9',
  start: ({ workshop }, place) => workshop.naive({ host: '127.0.0.1', port: place.receiver.port }),
});

/** A close proves that the receiver has read, not that it has written. */
export const noSettleTimeControl = control({
  name: 'control-settle-0',
  title: 'control: with settleTime 0 a stock receiver loses what it had read and not written',
  start: ({ workshop }, place) => workshop.delivery({ ...place.options, ...rotating, settleTime: 0 }),
});

/** The settle time covers receivers that write within it, and no others. */
export const slowReceiverControl = control({
  name: 'control-slow-receiver',
  title: 'control: a receiver that writes later than settleTime after reading loses what was confirmed',
  flushIntervalMs: settleTime + 1000,
  start: ({ workshop }, place) => workshop.delivery({ ...place.options, ...rotating, settleTime }),
});

const rotating: HekaOptions = { ...quickBackoff, confirmInterval: 200 };
const ratePerSecond = 1000;

interface Control {
  readonly name: string;
  readonly title: string;
  /** @default that of a stock receiver */
  readonly flushIntervalMs?: number;
  readonly start: (context: CaseContext, place: Place) => Promise<Run>;
}

function control({ name, title, flushIntervalMs = stockFlushIntervalMs, start }: Control): FaultCase {
  return {
    name,
    title,
    load: 'light',
    run: async (context: CaseContext): Promise<CaseRow[]> => {
      const kills = context.pick(5, 2);
      const place = await context.workshop.receiver('tcp', { flushIntervalMs });
      const run = await start(context, place);
      const work = run.producer.produce({ count: Number.MAX_SAFE_INTEGER, ratePerSecond });
      for (let kill = 0; kill < kills; kill++) await killWhenTrustIsWrong(run, place);
      await run.producer.stopProducing();
      await work;
      const outcome = await run.finish(place);
      const label = `${name.replace('control-', 'control: ').replaceAll('-', ' ')}, ${kills} x kill -9`;
      return [{ label, outcome, checks: [mustLose(outcome), ...soundness(outcome)] }];
    },
  };
}
