import { ManagedChild } from '../process/managed-child.ts';
import type { AtEnd, Listen, ReceiverOptions, ReceiverStats } from './receiver-options.ts';

const entry = new URL('./receiver-process.ts', import.meta.url);

/**
 * A receiver in a process of its own, seen from the suite. A second process stands by with its modules loaded, so that
 * a killed receiver is back on its address within milliseconds.
 */
export class ReceiverHost {
  readonly #options: ReceiverOptions;
  #listen: Listen;
  #process: ManagedChild;
  #standby: ManagedChild;
  #number = 0;
  #down = false;
  /** How many times it was killed. */
  kills = 0;

  private constructor(options: ReceiverOptions) {
    this.#options = options;
    this.#listen = options.listen;
    this.#process = new ManagedChild(entry);
    this.#standby = new ManagedChild(entry);
  }

  /** Resolves when it listens. */
  static async start(options: ReceiverOptions): Promise<ReceiverHost> {
    const host = new ReceiverHost(options);
    await host.#start();
    return host;
  }

  /** The port it listens on; 0 for a unix socket. */
  get port(): number {
    return this.#listen.kind === 'unix' ? 0 : this.#listen.port;
  }

  get pid(): number {
    return this.#process.pid;
  }

  /** `kill -9`, then up again on the same address after `downMs`. Resolves when it listens. */
  async kill(downMs = 0): Promise<void> {
    await this.takeDown();
    if (downMs > 0) await new Promise((resolve) => setTimeout(resolve, downMs));
    await this.bringUp();
  }

  /** `kill -9`; nothing listens until {@link bringUp}. */
  async takeDown(): Promise<void> {
    this.kills++;
    this.#down = true;
    await this.#process.end('SIGKILL');
  }

  async bringUp(): Promise<void> {
    this.#process = this.#standby;
    this.#standby = new ManagedChild(entry);
    await this.#start();
    this.#down = false;
  }

  /** `kill -STOP`: the kernel keeps its connections, nothing reads them. */
  freeze(): void {
    this.#process.signal('SIGSTOP');
  }

  /** `kill -CONT`. */
  thaw(): void {
    this.#process.signal('SIGCONT');
  }

  async stats(): Promise<ReceiverStats> {
    return (await this.#process.request('stats')) as ReceiverStats;
  }

  async blockOutput(): Promise<void> {
    await this.#process.request('blockOutput');
  }

  async unblockOutput(): Promise<void> {
    await this.#process.request('unblockOutput');
  }

  async pauseReading(): Promise<void> {
    await this.#process.request('pauseReading');
  }

  async resumeReading(): Promise<void> {
    await this.#process.request('resumeReading');
  }

  /** What happens to connections whose end has come, those that wait included. */
  async setAtEnd(atEnd: AtEnd): Promise<void> {
    await this.#process.request('setAtEnd', atEnd);
  }

  async setOnAccept(onAccept: 'read' | 'close'): Promise<void> {
    await this.#process.request('setOnAccept', onAccept);
  }

  /** Lets it close this many connections more, see `closeAfter`. */
  async allowClosings(times: number): Promise<void> {
    await this.#process.request('allowClosings', times);
  }

  /** Keeps its event loop busy: nothing is accepted or read. */
  async busy(milliseconds: number): Promise<void> {
    await this.#process.request('busy', milliseconds);
  }

  /** Orderly end: what was delivered is written. */
  async stop(): Promise<void> {
    this.#process.signal('SIGCONT');
    await Promise.all([this.#down ? undefined : this.#process.end('SIGTERM'), this.#standby.end('SIGKILL')]);
    this.#down = true;
  }

  async #start(): Promise<void> {
    await this.#process.started();
    const options = { ...this.#options, listen: this.#listen };
    const port = (await this.#process.request('listen', { options, number: ++this.#number })) as number;
    if (this.#listen.kind !== 'unix') this.#listen = { ...this.#listen, port };
  }
}
