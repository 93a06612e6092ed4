import type { Socket } from 'node:net';
import type { Clock, Timer } from '../../clock.ts';
import { HekaError } from '../../errors.ts';
import type { Address } from '../../net/address.ts';
import { Backoff } from '../../sender/backoff.ts';
import type { StreamSender } from '../../sender/sender.ts';
import type { ReconnectOptions } from '../destination-options.ts';
import type { Opened } from './generation/connection.ts';

/** A connection that has been open this long forgets earlier failures. */
const HEALTHY_AFTER_MS = 30_000;

/** What a connector needs. */
interface ConnectorOptions {
  readonly sender: StreamSender;
  readonly reconnect: ReconnectOptions;
  readonly clock: Clock;
  /** Numbers from 0 to 1, 1 excluded. */
  readonly random: () => number;
}

/**
 * Opens connections to one destination and decides when the next attempt may be made.
 *
 * The delay grows with each failure. Merely opening a connection does not reset it, since a peer that accepts and closes at
 * once would make that a hot loop; only a confirmation does, or a connection that stays open for 30 s.
 */
export class Connector {
  readonly #sender: StreamSender;
  readonly #clock: Clock;
  readonly #backoff: Backoff;
  readonly #tries: number;
  #notBefore = Number.NEGATIVE_INFINITY;
  #failures = 0;
  #abort: (() => void) | undefined;
  #stopped = false;
  #timer: Timer | undefined;

  constructor({ sender, reconnect, clock, random }: ConnectorOptions) {
    this.#sender = sender;
    this.#clock = clock;
    this.#backoff = new Backoff(reconnect, random);
    this.#tries = reconnect.enabled ? reconnect.tries : 1;
  }

  /** Milliseconds until the next attempt may be made; 0 is now. */
  get waitMs(): number {
    return Math.max(0, this.#notBefore - this.#clock.now());
  }

  /** Failures in a row. */
  get failures(): number {
    return this.#failures;
  }

  /** True when the failures in a row have used up `reconnectTries`. */
  get exhausted(): boolean {
    return this.#failures >= this.#tries;
  }

  /** The addresses that the name has now. Rejects with a HekaError. */
  lookup(): Promise<readonly Address[]> {
    return this.#sender.lookup();
  }

  /** Connects to the first of `addresses` that accepts. Rejects with the HekaError of the last one. */
  async open(addresses: readonly Address[]): Promise<Opened> {
    let failure: unknown = new HekaError('CLOSED', 'the delivery was closed');
    if (this.#stopped) throw failure;
    for (const address of addresses) {
      const pending = this.#sender.connect(address);
      this.#abort = () => pending.abort();
      const startedAt = this.#clock.now();
      try {
        const socket = await pending.opened;
        this.#watch(socket);
        return { socket, address, connectMs: this.#clock.now() - startedAt };
      } catch (error) {
        failure = error;
      } finally {
        this.#abort = undefined;
      }
      if (this.#stopped) break;
    }
    throw failure;
  }

  /** Counts a failed attempt. */
  failed(): void {
    this.#failures++;
    this.#notBefore = this.#clock.now() + this.#backoff.next();
  }

  /** A connection was lost: the next attempt has to wait, but only once if several are lost together. */
  lost(): void {
    if (this.waitMs === 0) this.#notBefore = this.#clock.now() + this.#backoff.next();
  }

  /** Begins a new series of attempts, after the last series was given up. */
  forgive(): void {
    this.#failures = 0;
  }

  /** Counts a proof of health. */
  healthy(): void {
    this.#failures = 0;
    this.#backoff.reset();
  }

  /** Calls `act` when the next attempt may be made; only if it may not be made now. */
  schedule(act: () => void): void {
    if (this.#timer !== undefined) return;
    this.#timer = this.#clock.setTimeout(() => {
      this.#timer = undefined;
      act();
    }, this.waitMs);
    this.#timer.unref();
  }

  /** True while an attempt is scheduled. */
  get scheduled(): boolean {
    return this.#timer !== undefined;
  }

  /** Allows the next attempt at once, and cancels what was scheduled. */
  hurry(): void {
    this.#notBefore = Number.NEGATIVE_INFINITY;
    this.#clear();
  }

  /** Gives up the attempt under way, and allows no further ones. */
  stop(): void {
    this.#stopped = true;
    this.#abort?.();
    this.#clear();
  }

  /** Calls {@link Connector.healthy} when `socket` has been open for 30 s. */
  #watch(socket: Socket): void {
    const timer = this.#clock.setTimeout(() => this.healthy(), HEALTHY_AFTER_MS);
    timer.unref();
    socket.once('close', () => this.#clock.clear(timer));
  }

  #clear(): void {
    this.#clock.clear(this.#timer);
    this.#timer = undefined;
  }
}
