import type { Socket } from 'node:net';
import { HekaError } from '../../errors.ts';
import type { Address } from '../../net/address.ts';
import { Backoff } from '../../sender/backoff.ts';
import type { StreamSender } from '../../sender/sender.ts';
import type { ReconnectOptions } from '../destination-options.ts';

/** A connection that has been open this long forgets earlier failures. */
const HEALTHY_AFTER_MS = 30_000;

/** An open connection and where it leads. */
export interface Opened {
  readonly socket: Socket;
  readonly address: Address;
  /** How long it took to connect, in ms. */
  readonly connectMs: number;
}

/**
 * Opens connections to one destination and decides when the next attempt may be made.
 *
 * The delay grows with each failure, and a mere connect does not reset it: a peer that accepts and closes at once
 * is a failure each time, and must not become a hot loop. Only a confirmation, or 30 s of an open connection, does.
 */
export class Connector {
  readonly #sender: StreamSender;
  readonly #backoff: Backoff;
  readonly #tries: number;
  #notBefore = 0;
  #failures = 0;
  #abort: (() => void) | undefined;
  #stopped = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(sender: StreamSender, options: ReconnectOptions, random: () => number) {
    this.#sender = sender;
    this.#backoff = new Backoff(options, random);
    this.#tries = options.enabled ? options.tries : 1;
  }

  /** Milliseconds until the next attempt may be made; 0 is now. */
  get waitMs(): number {
    return Math.max(0, this.#notBefore - performance.now());
  }

  /** Failures in a row. */
  get failures(): number {
    return this.#failures;
  }

  /** True when the failures in a row have used up `reconnectTries`. */
  get exhausted(): boolean {
    return this.#failures >= this.#tries;
  }

  /** Addresses that the name has now. Rejects with a HekaError. */
  lookup(): Promise<readonly Address[]> {
    return this.#sender.lookup();
  }

  /** Connects to the first of `addresses` that accepts. Rejects with the last one's HekaError. */
  async open(addresses: readonly Address[]): Promise<Opened> {
    let failure: unknown = new HekaError('CLOSED', 'the delivery was closed');
    if (this.#stopped) throw failure;
    for (const address of addresses) {
      const pending = this.#sender.connect(address);
      this.#abort = () => pending.abort();
      const startedAt = performance.now();
      try {
        const socket = await pending.opened;
        return { socket, address, connectMs: performance.now() - startedAt };
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
    this.#failures += 1;
    this.#notBefore = performance.now() + this.#backoff.next();
  }

  /** A connection was lost: waits before the next attempt, once however many break together. */
  lost(): void {
    if (this.waitMs === 0) this.#notBefore = performance.now() + this.#backoff.next();
  }

  /** Begins a new series of attempts, after the last one was given up. */
  forgive(): void {
    this.#failures = 0;
  }

  /** Counts a proof of health. */
  healthy(): void {
    this.#failures = 0;
    this.#backoff.reset();
  }

  /** Calls {@link Connector.healthy} when `socket` has been open for 30 s. */
  watch(socket: Socket): void {
    const timer = setTimeout(() => this.healthy(), HEALTHY_AFTER_MS);
    timer.unref();
    socket.once('close', () => clearTimeout(timer));
  }

  /** Calls `act` when the next attempt may be made. */
  schedule(act: () => void): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      act();
    }, this.waitMs).unref();
  }

  /** True while an attempt is scheduled. */
  get scheduled(): boolean {
    return this.#timer !== undefined;
  }

  /** Lets the next attempt be made at once; what was scheduled is forgotten. */
  hurry(): void {
    this.#notBefore = 0;
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  /** Gives up an attempt that is under way, and those to come. */
  stop(): void {
    this.#stopped = true;
    this.#abort?.();
    clearTimeout(this.#timer);
  }
}

/** True where an error means that nobody listens there, as opposed to a network that does not answer. */
export function isRefusal(error: HekaError): boolean {
  return error.code === 'CONNECT_FAILED';
}
