import type { Clock, Timer } from '../../clock.ts';
import type { HekaError } from '../../errors.ts';

/** A connection that has been open this long after an outage ends it. */
const PROOF_MS = 1_000;

/** What an outage reports. */
interface OutageHooks {
  /** The first failure. */
  began(error: HekaError): void;
  /** Messages are delivered again. */
  ended(address: string, outageMs: number): void;
}

/**
 * Finds out when an outage begins and when it is over.
 *
 * ```
 *            failed                connected           open for 1 s, or messages confirmed
 *   (fine) ----------> (out) -----------------> (back) ------------------------------------> (fine)
 *                        ^                        |
 *                        +------------------------+
 *                                  failed
 * ```
 *
 * A connection alone proves nothing: a load balancer without a receiver behind it accepts, and closes at once. So all of
 * that is one outage, and not one outage after another.
 */
export class Outage {
  readonly #clock: Clock;
  readonly #hooks: OutageHooks;
  #lastFailure: HekaError | undefined;
  #beganAt = 0;
  #back: { readonly address: string; readonly timer: Timer } | undefined;

  constructor(clock: Clock, hooks: OutageHooks) {
    this.#clock = clock;
    this.#hooks = hooks;
  }

  /** The last failure of the outage; undefined if there is none. */
  get lastFailure(): HekaError | undefined {
    return this.#lastFailure;
  }

  /** An attempt to connect failed, or a connection was lost with messages on it. */
  failed(error: HekaError): void {
    const isFirst = this.#lastFailure === undefined;
    this.#lastFailure = error;
    this.stop();
    if (!isFirst) return;
    this.#beganAt = this.#clock.now();
    this.#hooks.began(error);
  }

  /** A connection was opened. */
  connected(address: string): void {
    if (this.#lastFailure === undefined || this.#back !== undefined) return;
    const timer = this.#clock.setTimeout(() => this.confirmed(), PROOF_MS);
    timer.unref();
    this.#back = { address, timer };
  }

  /** Messages were confirmed. */
  confirmed(): void {
    if (this.#back === undefined) return;
    const { address } = this.#back;
    this.stop();
    this.#lastFailure = undefined;
    this.#hooks.ended(address, this.#clock.now() - this.#beganAt);
  }

  /** Stops the timer. */
  stop(): void {
    this.#clock.clear(this.#back?.timer);
    this.#back = undefined;
  }
}
