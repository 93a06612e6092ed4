import { type ChildProcess, spawn } from 'node:child_process';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { SOURCE_ARGUMENTS } from './run-app.ts';

const COMMAND = fileURLToPath(new URL('../../../packages/cli/src/bin.ts', import.meta.url));

/** How a process ended. */
export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

interface HekaCommandOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** A shell command that runs before, in the same process: `ulimit -f 8`. */
  readonly before?: string;
}

/** The command `heka` in a process of its own. */
export class HekaCommand {
  readonly child: ChildProcess;
  readonly exit: Promise<Exit>;
  stdout = '';
  stderr = '';
  #changed: (() => void)[] = [];

  private constructor(child: ChildProcess) {
    this.child = child;
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.stdout += text;
      this.#tell();
    });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.stderr += text;
      this.#tell();
    });
    this.exit = new Promise((resolve) => {
      child.on('close', (code, signal) => {
        resolve({ code, signal });
        this.#tell();
      });
    });
  }

  /** Starts `heka` with arguments; it is killed after the test. */
  static start(
    test: Pick<TestContext, 'after'>,
    args: readonly string[],
    { env = {}, before }: HekaCommandOptions = {},
  ): HekaCommand {
    const command = [process.execPath, ...SOURCE_ARGUMENTS, COMMAND, ...args];
    const options = {
      env: {
        ...process.env,
        NODE_TEST_CONTEXT: '',
        NO_COLOR: undefined,
        FORCE_COLOR: undefined,
        TZ: 'UTC',
        ...env,
      },
    };
    const [file = '', ...rest] =
      before === undefined ? command : ['sh', '-c', `${before}; exec "$@"`, 'sh', ...command];
    const child = spawn(file, rest, options);
    test.after(() => child.kill('SIGKILL'));
    return new HekaCommand(child);
  }

  /** Starts `heka listen` and waits until it listens at `places` addresses. */
  static async listen(
    test: Pick<TestContext, 'after'>,
    args: readonly string[],
    options: HekaCommandOptions & { readonly places?: number } = {},
  ): Promise<HekaCommand> {
    const command = HekaCommand.start(test, ['listen', ...args], options);
    const { places = 1 } = options;
    await command.until(() => command.urls.length >= places);
    return command;
  }

  /** The addresses that it told. */
  get urls(): string[] {
    return [...this.stderr.matchAll(/^listening on (\S+)\n/gm)].map(([, url = '']) => url);
  }

  get url(): string {
    return this.urls[0] ?? '';
  }

  /** Whole lines of standard output. */
  get lines(): string[] {
    return this.stdout.split('\n').slice(0, -1);
  }

  /** Waits until `condition` holds; throws where the process ends before. */
  async until(condition: () => boolean): Promise<void> {
    while (!condition()) {
      if (this.child.exitCode !== null || this.child.signalCode !== null) {
        throw new Error(`heka has ended\n${this.stdout}${this.stderr}`);
      }
      await new Promise<void>((resolve) => this.#changed.push(resolve));
    }
  }

  /** Sends a signal and waits for the end. */
  stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<Exit> {
    this.child.kill(signal);
    return this.exit;
  }

  #tell(): void {
    const waiting = this.#changed;
    this.#changed = [];
    for (const resolve of waiting) resolve();
  }
}
