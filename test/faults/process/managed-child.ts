import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Reply } from './protocol.ts';

interface Waiting {
  resolve(result: unknown): void;
  reject(error: Error): void;
}

/** A child process that runs one of the suite's modules, answers requests and can be stopped the hard way. */
export class ManagedChild {
  readonly #process: ChildProcess;
  readonly #waiting = new Map<number, Waiting>();
  readonly #listeners = new Map<string, (data: never) => void>();
  readonly #started: Promise<void>;
  #lastId = 0;

  /** @param entry module to run; it calls `serve()` */
  constructor(entry: URL, nodeOptions: readonly string[] = []) {
    this.#process = fork(fileURLToPath(entry), [], {
      execArgv: ['--conditions=heka-source', '--import', 'tsx', ...nodeOptions],
      serialization: 'advanced',
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    this.#process.on('message', (reply: Reply) => this.#receive(reply));
    this.#process.once('exit', (code, signal) => {
      const error = new Error(`the process has ended with ${signal ?? code}`);
      for (const waiting of this.#waiting.values()) waiting.reject(error);
      this.#waiting.clear();
    });
    this.#started = new Promise((resolve) => this.on('started', () => resolve()));
  }

  get pid(): number {
    return this.#process.pid ?? 0;
  }

  /** Resolves when the module has loaded. */
  started(): Promise<void> {
    return this.#started;
  }

  /** One listener per event. */
  on(event: string, listener: (data: never) => void): void {
    this.#listeners.set(event, listener);
  }

  /** Calls a handler of the child; rejects with its error, or when the child ends first. */
  request(method: string, argument?: unknown): Promise<unknown> {
    const id = ++this.#lastId;
    const answer = new Promise((resolve, reject) => {
      if (this.#process.exitCode !== null || this.#process.signalCode !== null) {
        reject(new Error('the process has ended'));
        return;
      }
      this.#waiting.set(id, { resolve, reject });
      this.#process.send({ id, method, argument }, (error) => {
        if (error !== null) this.#settle(id)?.reject(error);
      });
    });
    // Who asks may have broken off before the answer comes; who waits for it still gets the error.
    answer.catch(() => undefined);
    return answer;
  }

  signal(name: NodeJS.Signals): void {
    this.#process.kill(name);
  }

  /** Sends `name` and resolves when the process is gone. */
  async end(name: NodeJS.Signals): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const gone = once(this.#process, 'exit');
    this.#process.kill(name);
    await gone;
  }

  #receive(reply: Reply): void {
    if ('event' in reply) this.#listeners.get(reply.event)?.(reply.data as never);
    else if ('error' in reply) this.#settle(reply.id)?.reject(new Error(reply.error));
    else this.#settle(reply.id)?.resolve(reply.result);
  }

  #settle(id: number): Waiting | undefined {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    return waiting;
  }
}
