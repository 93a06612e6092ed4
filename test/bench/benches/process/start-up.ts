import { execFileSync } from 'node:child_process';
import { root } from '../../../../scripts/workspace.mjs';
import type { Bench } from '../../harness/bench.ts';
import { interleavedRounds } from '../../harness/rounds.ts';
import { runWorkload } from '../../harness/run-workload.ts';
import type { FirstRecordsSettings } from '../../workloads/process/first-records.ts';
import type { ImportPackageSettings } from '../../workloads/process/import-package.ts';
import type { WorkerReadySettings } from '../../workloads/process/worker-ready.ts';

/** What a short-lived process pays before it has logged anything. */
export const startUp: Bench = {
  name: 'start-up',
  title: 'CPU to import the packages, time until a worker is ready, CPU of the first 2,000 records',
  async run({ quick }) {
    // What is imported is what is published; a quick run takes the last build for it.
    if (!quick) {
      const stdio = ['ignore', 'ignore', 'inherit'] as const;
      execFileSync(process.execPath, ['scripts/build/build.mjs'], { cwd: root, stdio: [...stdio] });
    }
    const rounds = await interleavedRounds(quick ? 1 : 11, {
      winstonHeka: () => importing('winston', 'winston-heka'),
      winstonSyslog: () => importing('winston', 'winston-syslog'),
      pinoHeka: () => importing('pino-heka'),
      pinoSocket: () => importing('pino-socket'),
      workerOfHeka: () => workerReady('pino-heka'),
      workerOfSocket: () => workerReady('pino-socket'),
      firstOfWinston: () => firstRecords('winston-heka'),
      firstOfPino: () => firstRecords('pino-heka in process'),
      firstOfSocket: () => firstRecords('pino-socket'),
    });
    return [
      {
        name: 'import of winston and winston-heka: CPU',
        of: 'winston and winston-syslog',
        values: rounds.map(({ winstonHeka, winstonSyslog }) => winstonHeka / winstonSyslog),
        goal: { direction: 'at most', limit: 1.3 },
      },
      {
        name: 'import of pino-heka: CPU',
        of: 'pino-socket',
        values: rounds.map(({ pinoHeka, pinoSocket }) => pinoHeka / pinoSocket),
        goal: { direction: 'at most', limit: 1.3 },
      },
      {
        name: 'pino worker: time until ready',
        of: 'pino-socket',
        values: rounds.map(({ workerOfHeka, workerOfSocket }) => workerOfHeka / workerOfSocket),
        goal: { direction: 'at most', limit: 1.2 },
      },
      {
        name: 'first 2,000 records of winston: CPU of the main thread',
        of: 'pino with pino-socket',
        values: rounds.map(({ firstOfWinston, firstOfSocket }) => firstOfWinston / firstOfSocket),
        goal: { direction: 'at most', limit: 1.3 },
      },
      {
        name: 'first 2,000 records of pino in process: CPU of the main thread',
        of: 'pino with pino-socket',
        values: rounds.map(({ firstOfPino, firstOfSocket }) => firstOfPino / firstOfSocket),
        goal: { direction: 'at most', limit: 1 },
      },
    ];
  },
};

function importing(...packages: readonly string[]): Promise<number> {
  return runWorkload('import-package', { packages } satisfies ImportPackageSettings);
}

function workerReady(target: WorkerReadySettings['target']): Promise<number> {
  return runWorkload('worker-ready', { target } satisfies WorkerReadySettings);
}

function firstRecords(transport: FirstRecordsSettings['transport']): Promise<number> {
  return runWorkload('first-records', { transport } satisfies FirstRecordsSettings);
}
