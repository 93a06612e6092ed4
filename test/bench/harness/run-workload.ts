import { fork } from 'node:child_process';
import { join } from 'node:path';
import { compiledFolder } from './compile-workloads.ts';

/** A workload that runs for longer is waiting for something that will not come. */
const HANG_GUARD_MS = 120_000;

/**
 * Runs a compiled workload in a fresh process.
 *
 * @param name file of the workload, without its suffix
 * @param settings handed to it
 * @returns what it reported
 * @throws Error where it ends without a report
 */
export function runWorkload<Result>(name: string, settings: object): Promise<Result> {
  const child = fork(join(compiledFolder, `${name}.js`), [JSON.stringify(settings)], {
    execArgv: ['--expose-gc', '--enable-source-maps'],
    env: { ...process.env, NODE_OPTIONS: '' },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  return new Promise((resolve, reject) => {
    let result: { readonly value: Result } | undefined;
    const guard = setTimeout(() => child.kill('SIGKILL'), HANG_GUARD_MS);
    child.on('message', (message) => {
      result = message as { readonly value: Result };
    });
    child.on('error', reject);
    child.on('close', (code, signal) => {
      clearTimeout(guard);
      if (code === 0 && result !== undefined) resolve(result.value);
      else
        reject(
          new Error(`workload ${name} ${JSON.stringify(settings)} ended with ${signal ?? `code ${code}`}`),
        );
    });
  });
}
