/** Scripts that end by themselves: what keeps them alive, and what their last words are. */
import { setTimeout as sleep } from 'node:timers/promises';
import { type AppRun, runApp } from '../../../support/processes/run-app.ts';
import type { ReceiverHost } from '../../receivers/receiver-host.ts';
import type { CaseContext, CaseRow, Check, FaultCase, Figures } from '../../runner/fault-case.ts';
import type { Place } from '../../runner/workshop.ts';

const kinds = ['core', 'winston', 'pino'];
/** Other cases run at the same time: a script may take half a minute only to start. */
const hangGuardMs = 240_000;

function figures(sent: number, lost: number): Figures {
  return { sent, lost, doubled: 0, doubledAfterDeduplication: 0 };
}

function url({ receiver }: Place): string {
  return `tcp://127.0.0.1:${receiver.port}`;
}

const unconfirmed = 500;
const flushMs = 500;

/** Written and not confirmed is not sent: the process must not end as if it were. */
export const exitAfterFlush: FaultCase = {
  name: 'exit-after-flush',
  title: 'process.exit() after a flush that timed out: the last line counts all that was not confirmed',
  load: 'light',
  run: async ({ workshop }: CaseContext): Promise<CaseRow[]> => {
    const rows: CaseRow[] = [];
    for (const kind of kinds) {
      const place = await workshop.receiver('tcp');
      place.receiver.freeze();
      const script = await runApp('test/faults/apps/exit-after-flush.ts', {
        args: [kind, url(place), String(unconfirmed), String(flushMs)],
        hangGuardMs,
      });
      await place.receiver.kill();
      const lastWords = new RegExp(`\\b${unconfirmed} messages? [^\\n]*not confirmed`);
      rows.push({
        label: `exit after a flush that timed out, ${kind}`,
        outcome: figures(unconfirmed, unconfirmed),
        checks: [
          endsWith(script, 'timed out\n'),
          {
            figure: 'all counted on stderr',
            reached: lastWords.test(script.stderr),
            measured: script.stderr,
          },
        ],
      });
    }
    return rows;
  },
};

interface Trouble {
  readonly name: string;
  readonly what: string;
  /** What is wrong when the script begins. */
  readonly before: (receiver: ReceiverHost) => Promise<void> | void;
  /** What happens from then on; in the end all is well. */
  readonly afterwards: (receiver: ReceiverHost, context: CaseContext) => Promise<void>;
}

const troubles: readonly Trouble[] = [
  {
    name: 'away',
    what: 'away',
    before: (receiver) => receiver.takeDown(),
    afterwards: async (receiver, { pick }) => {
      await sleep(pick(8000, 3000));
      await receiver.bringUp();
    },
  },
  {
    name: 'stalled',
    what: 'stopped',
    before: (receiver) => receiver.freeze(),
    afterwards: async (receiver, { pick }) => {
      await sleep(pick(8000, 3000));
      receiver.thaw();
    },
  },
  {
    name: 'restarted',
    what: 'restarted a dozen times',
    before: () => undefined,
    afterwards: async (receiver) => {
      for (let i = 0; i < 12; i++) {
        await sleep(200);
        await receiver.kill();
      }
    },
  },
];

/** A script that awaits room is not over. */
export const readyKeepsAlive: readonly FaultCase[] = troubles.map(({ name, what, before, afterwards }) => ({
  name: `ready-${name}`,
  title: `a script that waits with await ready() lives on while the receiver is ${what}, and loses nothing`,
  load: 'light',
  run: async (context: CaseContext): Promise<CaseRow[]> => {
    const count = context.pick(12_000, 8_000);
    const rows: CaseRow[] = [];
    for (const kind of context.pick(kinds, ['core'])) {
      const place = await context.workshop.receiver('tcp');
      await before(place.receiver);
      let begin = (): void => undefined;
      const begun = new Promise<void>((resolve) => {
        begin = resolve;
      });
      const script = runApp('test/faults/apps/log-when-ready.ts', {
        args: [kind, url(place), String(count), '1mb'],
        onOutput: begin,
        hangGuardMs,
      });
      await Promise.race([begun, script]);
      await afterwards(place.receiver, context);
      rows.push({
        label: `await ready(), receiver ${name}, ${kind}`,
        outcome: figures(count, 0),
        checks: [endsWith(await script, `started\nconfirmed ${count}\nlogged ${count}\n`)],
      });
    }
    return rows;
  },
}));

function endsWith({ code, stdout, stderr }: AppRun, output: string): Check {
  return {
    figure: 'exit code 0',
    reached: code === 0 && stdout === output,
    measured: `code ${code}: ${stdout}${stderr}`,
  };
}
