import { describeValue } from '../../options/describe-value.ts';
import { invalidMessage } from '../fields/typed-value.ts';
import { aroundCall } from './around-call.ts';
import type { AnyFunction } from './in-place-of.ts';
import { TimerRun } from './timer-run.ts';

/** What a timer needs from its client. */
export interface HekaTimerParts {
  readonly name: string;
  /** Milliseconds of a clock that never jumps. */
  readonly now: () => number;
  /** Sends the message of a run, unless the timer is disabled or the run is not in the sample. */
  readonly send: (elapsedMs: number) => void;
}

/**
 * Measures how long something takes, and sends a message of type `timer` each time.
 *
 * The first run starts with the timer itself. All runs are independent: they may overlap, and be nested.
 *
 * @example
 * { using timer = client.timer('render'); render(); }   // sent at the end of the block
 * const run = timer.start(); ...; run.stop();           // any number of runs
 * const timedQuery = client.timer('query').wrap(query); // each call
 */
export class HekaTimer implements Disposable, AsyncDisposable {
  readonly name: string;
  readonly #parts: HekaTimerParts;
  readonly #first: TimerRun;
  /** Runs that were started and not stopped, in their order. */
  #open: readonly TimerRun[];
  #result: number | undefined;

  constructor(parts: HekaTimerParts) {
    this.name = parts.name;
    this.#parts = parts;
    this.#first = this.#run();
    this.#open = [this.#first];
  }

  /** Elapsed milliseconds of the run that was stopped last, with decimals; the payload has them rounded. */
  get result(): number | undefined {
    return this.#result;
  }

  /** Starts another run. */
  start(): TimerRun {
    const run = this.#run();
    this.#open = [...this.#open, run];
    return run;
  }

  /**
   * Stops a run.
   *
   * @param run by default the one that was started last, of those that are not stopped
   * @returns elapsed milliseconds, with decimals; undefined if there is nothing to stop
   */
  stop(run: TimerRun | undefined = this.#open.at(-1)): number | undefined {
    return run?.stop();
  }

  /**
   * Wraps a function, async or not, or a generator function, so that each of its calls is measured, to its end: until
   * its promise is settled, or its generator finished. Arguments, `this`, result and exception pass through.
   */
  wrap<F extends AnyFunction>(fn: F): F {
    if (typeof fn !== 'function')
      throw invalidMessage('the argument of wrap()', describeValue(fn), 'a function');
    return aroundCall(fn, () => {
      const run = this.#run();
      return { begun: () => run.restart(), ended: () => void run.stop() };
    });
  }

  /** Stops the first run, at the end of the block that `using` declares the timer in. */
  [Symbol.dispose](): void {
    this.#first.stop();
  }

  /** The same for `await using`. */
  [Symbol.asyncDispose](): Promise<void> {
    this.#first.stop();
    return Promise.resolve();
  }

  #run(): TimerRun {
    const run = new TimerRun(this.#parts.now, (elapsedMs) => {
      this.#open = this.#open.filter((open) => open !== run);
      this.#result = elapsedMs;
      this.#parts.send(elapsedMs);
    });
    return run;
  }
}
