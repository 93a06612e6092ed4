/** One measurement, from its start to its first stop. */
export class TimerRun implements Disposable {
  readonly #now: () => number;
  readonly #done: (elapsedMs: number) => void;
  #startedAt: number;
  #result: number | undefined;

  /**
   * @param now milliseconds of a clock that never jumps
   * @param done called once, with the elapsed milliseconds
   */
  constructor(now: () => number, done: (elapsedMs: number) => void) {
    this.#now = now;
    this.#done = done;
    this.#startedAt = now();
  }

  /** Elapsed milliseconds, with decimals; undefined until it is stopped. */
  get result(): number | undefined {
    return this.#result;
  }

  /** Starts over. */
  restart(): void {
    this.#startedAt = this.#now();
  }

  /**
   * Ends the measurement and sends its message. A second stop does nothing.
   *
   * @returns elapsed milliseconds, with decimals
   */
  stop(): number {
    if (this.#result !== undefined) return this.#result;
    this.#result = this.#now() - this.#startedAt;
    this.#done(this.#result);
    return this.#result;
  }

  /** Stops it, at the end of the block that `using` declares it in. */
  [Symbol.dispose](): void {
    this.stop();
  }
}
