import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const HANG_GUARD_MS = 60_000;

/** Arguments of node that let a child, and its workers, run on the sources of the packages. */
export const SOURCE_ARGUMENTS: readonly string[] = [
  '--conditions=heka-source',
  '--import=tsx',
  `--import=${new URL('../register-sources.mjs', import.meta.url).href}`,
];

/** The same by the environment, which reaches the workers of a child as well. */
const NODE_OPTIONS = SOURCE_ARGUMENTS.join(' ');

/** How a child process ended, and what it printed. */
export interface AppRun {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface AppOptions {
  /** Further arguments of node. */
  readonly nodeArgs?: readonly string[];
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Written to the standard input, which is then closed. */
  readonly input?: string;
  /** Called when the first text has come on the standard output. */
  readonly onOutput?: () => void;
  /** Called with each piece of the standard output. */
  readonly onStdout?: (text: string) => void;
  /** A script that has not ended after this long is killed. @default a minute */
  readonly hangGuardMs?: number;
}

/**
 * Runs a script of the repository in a process of its own, on the sources, and waits until it ends by itself.
 *
 * @param script path from the root of the repository
 * @throws Error if it has not ended in time; it is then killed
 */
export function runApp(script: string, options: AppOptions = {}): Promise<AppRun> {
  const child = spawn(process.execPath, [...(options.nodeArgs ?? []), script, ...(options.args ?? [])], {
    cwd: ROOT,
    env: { ...process.env, NODE_TEST_CONTEXT: '', NODE_OPTIONS, ...options.env },
    stdio: 'pipe',
  });
  child.stdin.end(options.input ?? '');
  const output = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output.stdout += text;
    options.onStdout?.(text);
  });
  child.stdout.once('data', () => options.onOutput?.());
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    output.stderr += text;
  });
  return new Promise((resolve, reject) => {
    const guard = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error(`${script} has not ended\n${output.stdout}${output.stderr}`));
    }, options.hangGuardMs ?? HANG_GUARD_MS);
    child.on('error', reject);
    child.on('close', (code, signal) => {
      clearTimeout(guard);
      resolve({ code, signal, ...output });
    });
  });
}
