import type { CaseContext, CaseRow, FaultCase } from '../../runner/fault-case.ts';
import { atMost, nothingLost } from '../../runner/outcome.ts';
import { killWhileSending } from '../../scenarios/kills.ts';

const mebibyte = 1024 * 1024;
/** The default of `queue.maxBytes`. */
const queueBytes = 64 * mebibyte;
const slackBytes = 24 * mebibyte;
const warmUpMessages = 10_000;

/** As long as it takes: full speed, default options, a producer that awaits `ready()`. */
export const soak: FaultCase = {
  name: 'soak',
  title:
    '10,000,000 messages, 200 x kill -9 at full speed: nothing is lost, memory stays within queue + 24 MiB',
  load: 'heavy',
  onlyByName: true,
  run: async ({ workshop, random, soak: { messages, kills } }: CaseContext): Promise<CaseRow[]> => {
    const place = await workshop.receiver('tcp');
    const run = await workshop.delivery(place.options);
    // Code is compiled and the heap has its size when memory is measured for the first time.
    await run.producer.produce({ count: warmUpMessages });
    await run.producer.flush(60_000);
    const started = performance.now();
    const before = (await run.producer.report()).peakMemoryBytes;
    await killWhileSending(run, place.receiver, random, { messages, kills });
    const outcome = await run.finish(place);
    const seconds = (performance.now() - started) / 1000;
    const grownBytes = outcome.report.peakMemoryBytes - before;
    return [
      {
        label: `soak, ${kills} x kill -9`,
        outcome,
        checks: [
          ...nothingLost(outcome),
          atMost('memory MiB', grownBytes / mebibyte, (queueBytes + slackBytes) / mebibyte),
        ],
        notes: [
          `${Math.round(seconds)} s, ${Math.round(messages / seconds)} messages a second, kills included`,
          `resident memory ${(before / mebibyte).toFixed(1)} MiB before, grown by ${(grownBytes / mebibyte).toFixed(1)} MiB`,
        ],
      },
    ];
  },
};
