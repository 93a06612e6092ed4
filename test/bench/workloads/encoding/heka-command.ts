/** The command `heka`, in a process that says what CPU time it has taken from its first line to its last. */

import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { main } from '../../../../packages/cli/src/main.ts';
import { readSettings, report } from '../../harness/workload.ts';

export interface HekaCommandSettings {
  readonly args: readonly string[];
  /** A file that another process sends to the address that the command says it listens on. */
  readonly sends?: string;
}

const { args, sends } = readSettings() as HekaCommandSettings;
let said = '';
process.stderr.write = (text: string | Uint8Array): boolean => {
  said += String(text);
  return true;
};

const before = process.cpuUsage();
const ended = main(args);
if (sends !== undefined) {
  const [, url = ''] = /listening on (\S+)/.exec(await firstLine()) ?? [];
  const sender = fork(join(import.meta.dirname, 'send-file.js'), [JSON.stringify({ url, file: sends })]);
  const [code] = (await once(sender, 'exit')) as [number];
  if (code !== 0) throw new Error(`the sender has ended with ${code}`);
  process.kill(process.pid, 'SIGINT');
}
if ((await ended) !== 0) throw new Error(said);
const { user, system } = process.cpuUsage(before);
report((user + system) / 1e6);

async function firstLine(): Promise<string> {
  while (!said.includes('\n')) await new Promise((resolve) => setImmediate(resolve));
  return said;
}
