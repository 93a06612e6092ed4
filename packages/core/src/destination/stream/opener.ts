import type { Clock } from '../../clock.ts';
import type { HekaError } from '../../errors.ts';
import type { Address } from '../../net/address.ts';
import type { Connector } from './connector.ts';
import { Generation, type GenerationHooks } from './generation/generation.ts';
import type { Generations } from './generation/generations.ts';

/** What an opener needs. */
interface OpenerOptions {
  readonly connector: Connector;
  readonly generations: Generations;
  readonly clock: Clock;
  /** Hooks of the generations. */
  readonly hooks: GenerationHooks;
  /** An attempt failed. */
  readonly attemptFailed: (error: HekaError) => void;
  /** A task has ended: the next one may begin. */
  readonly free: () => void;
}

/** Opens the generations of a destination, one task at a time. */
export class Opener {
  readonly #options: OpenerOptions;
  #lastId = 0;
  #busy = false;
  #stopped = false;

  constructor(options: OpenerOptions) {
    this.#options = options;
  }

  /** True while a task runs. */
  get busy(): boolean {
    return this.#busy;
  }

  /** Runs a task that opens connections. If it rejects, that counts as a failed attempt. Must not be called while busy. */
  async run(task: () => Promise<void>): Promise<void> {
    this.#busy = true;
    try {
      await task();
    } catch (error) {
      this.failed(error as HekaError);
    }
    this.#busy = false;
    if (!this.#stopped) this.#options.free();
  }

  /** Addresses that the name has now. Rejects with a HekaError. */
  lookup(): Promise<readonly Address[]> {
    return this.#options.connector.lookup();
  }

  /**
   * Opens a connection to the first of `addresses` that accepts. Resolves to undefined if nobody needs it any more;
   * rejects with a HekaError.
   *
   * @param isWatch see {@link Generation.isWatch}
   */
  async open(addresses: readonly Address[], isWatch = false): Promise<Generation | undefined> {
    const { connector, generations, clock, hooks } = this.#options;
    const opened = await connector.open(addresses);
    if (this.#stopped) {
      opened.socket.destroy();
      return undefined;
    }
    this.#lastId++;
    const generation = new Generation({ id: this.#lastId, opened, clock, hooks, isWatch });
    generations.add(generation);
    return generation;
  }

  /** Counts a failed attempt. */
  failed(error: HekaError): void {
    if (this.#stopped) return;
    this.#options.connector.failed();
    this.#options.attemptFailed(error);
  }

  /** Opens nothing more. */
  stop(): void {
    this.#stopped = true;
    this.#options.connector.stop();
  }
}
