/**
 * How the delay grows from one failed attempt to the next, up to `maxDelayMs`.
 *
 * - `exponential`: by `factor` each time
 * - `fibonacci`: 1, 1, 2, 3, 5, 8, ... times the initial delay
 * - `fixed`: it does not grow
 */
type BackoffName = 'exponential' | 'fibonacci' | 'fixed';

/** Delays between attempts: the option `backoffStrategy`, checked and filled in. */
export interface BackoffOptions {
  readonly name: BackoffName;
  readonly initialDelayMs: number;
  readonly maxDelayMs: number;
  /** Growth of `exponential`. */
  readonly factor: number;
  /** The share of the delay that is random: with 0 none of it, with 1 anything from 0 to the full delay. */
  readonly randomisationFactor: number;
}

/**
 * Counts failed attempts and says how long to wait before the next one.
 *
 * Full jitter (a random part of the whole delay) spreads out the clients of a receiver that comes back. Don't call
 * {@link Backoff.reset} just because a connection was opened: a peer that accepts and closes at once would be hammered.
 */
export class Backoff {
  readonly #options: BackoffOptions;
  readonly #random: () => number;
  #attempts = 0;
  /** The full delays of the next attempt and of the one after it. */
  #delayMs: number;
  #followingMs: number;

  /** @param random returns numbers from 0 up to, but not including, 1 */
  constructor(options: BackoffOptions, random: () => number = Math.random) {
    this.#options = options;
    this.#random = random;
    this.#delayMs = options.initialDelayMs;
    this.#followingMs = this.#grow(options.initialDelayMs, 0);
  }

  /** Number of delays since the last reset. */
  get attempts(): number {
    return this.#attempts;
  }

  /** Milliseconds to wait before the next attempt; the delay after that is longer. */
  next(): number {
    const fullMs = Math.min(this.#delayMs, this.#options.maxDelayMs);
    const following = this.#grow(this.#followingMs, this.#delayMs);
    this.#delayMs = this.#followingMs;
    this.#followingMs = following;
    this.#attempts++;
    const randomMs = fullMs * this.#options.randomisationFactor;
    return Math.round(fullMs - randomMs + randomMs * this.#random());
  }

  /** Starts again with the initial delay. */
  reset(): void {
    this.#attempts = 0;
    this.#delayMs = this.#options.initialDelayMs;
    this.#followingMs = this.#grow(this.#options.initialDelayMs, 0);
  }

  #grow(currentMs: number, beforeMs: number): number {
    const { name, factor } = this.#options;
    switch (name) {
      case 'exponential':
        return currentMs * factor;
      case 'fibonacci':
        return currentMs + beforeMs;
      case 'fixed':
        return currentMs;
    }
  }
}
