import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { delimiter, dirname, join } from 'node:path';
import { createInterface } from 'node:readline';

const bins = join(import.meta.dirname, 'node_modules', '.bin');

/** Starts a command that the packages install, or a program of `apps`, on the Node.js that runs this test. */
export function start(command, ...args) {
  const path = [bins, dirname(process.execPath), process.env.PATH].join(delimiter);
  const isApp = /\.[cm]js$/.test(command);
  const child = spawn(isApp ? process.execPath : command, isApp ? [command, ...args] : args, {
    cwd: join(import.meta.dirname, 'apps'),
    env: { ...process.env, PATH: path },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  child.stderr.setEncoding('utf8');
  return child;
}

/** The lines that a process prints until it ends, and how it ended. */
export async function finished(child) {
  const [lines, [code, signal]] = await Promise.all([linesOf(child.stdout), once(child, 'close')]);
  return { lines, code, signal };
}

/** A receiver in a process of its own: what the command `heka listen` is. */
export async function startReceiver() {
  const child = start('heka', 'listen', '--tcp', '0', '--format', 'json');
  const result = finished(child);
  for await (const line of createInterface(child.stderr)) {
    const url = /^listening on (\S+)$/.exec(line)?.[1];
    if (url === undefined) continue;
    return { url, stop: () => stop(child, result) };
  }
  throw new Error('heka listen has not said where it listens');
}

async function stop(child, result) {
  child.kill('SIGTERM');
  const { lines, code } = await result;
  return { messages: lines.map((line) => JSON.parse(line)), code };
}

async function linesOf(stream) {
  const lines = [];
  for await (const line of createInterface(stream)) lines.push(line);
  return lines;
}
