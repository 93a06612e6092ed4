import { EventEmitter } from 'node:events';
import type { Delivery, DeliveryEvents, DeliveryStats, FlushResult, HekaOptions } from 'heka-core';
import { forwardEvents, systemClock } from 'heka-core';
import { type Flush, flushAfter } from './flush-after.ts';
import { LoggerLines } from './logger-lines.ts';
import { configIn } from './pino-config.ts';

/** The events of a {@link HekaDestination}, and the arguments of their listeners. It never emits `error`. */
export interface HekaDestinationEvents extends DeliveryEvents {
  /** Everything was sent, or given up, after `end()`. */
  finish: [];
  /** The connections are closed as well. */
  close: [];
  /** What pino says about itself; not for applications. */
  message: [message: unknown];
}

/**
 * A destination for pino in the application's own thread. Lines are encoded together at the end of the turn of the event
 * loop, or as soon as anybody asks what became of them; `write` never throws and never waits.
 *
 * Emits the events of {@link HekaDestinationEvents}.
 */
export class HekaDestination extends EventEmitter<HekaDestinationEvents> {
  /** Calls back, or resolves, when everything written before is confirmed, or the time for it is over. */
  readonly flush: Flush;

  readonly #lines: LoggerLines;
  readonly #delivery: Delivery<unknown>;
  #closing: Promise<FlushResult> | undefined;

  /** @throws HekaError `INVALID_OPTION` if an option has a wrong value */
  constructor(options: HekaOptions = {}) {
    super();
    this.#lines = new LoggerLines(options);
    this.#delivery = this.#lines.delivery;
    this.flush = flushAfter({ delivery: this.#delivery, consumed: () => Promise.resolve() });
    forwardEvents(this.#delivery, (name, details) => (this as EventEmitter).emit(name, ...details));
    // pino announces its levels and keys to each of its destinations by this event.
    this.on('message', (message: unknown) => this.#lines.configure(configIn(message)));
  }

  /** False after `end()`. pino takes an object with `writable` for a destination. */
  get writable(): boolean {
    return this.#closing === undefined;
  }

  /**
   * Takes lines of pino, usually one per call.
   *
   * @returns true: there is never a need to wait
   */
  write(chunk: string | Uint8Array): boolean {
    this.#lines.write(chunk);
    return true;
  }

  /** Takes a last text, sends what is queued within `closeTimeout`, and emits `finish` and `close`. */
  end(text?: string | Uint8Array): void {
    if (text !== undefined && this.writable) this.write(text);
    void this.close();
  }

  /** As {@link end}, and resolves to what became of the messages. */
  close(): Promise<FlushResult> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  /** As {@link end}. */
  destroy(): void {
    this.end();
  }

  /** Counters and state, now. */
  stats(): DeliveryStats {
    return this.#delivery.stats();
  }

  /** Resolves when the queue has room, for producers that want to wait. */
  ready(): Promise<void> {
    return this.#delivery.ready();
  }

  async #close(): Promise<FlushResult> {
    this.#lines.end();
    const result = await this.#delivery.close();
    // What a listener throws is the application's, as an exception and not as a rejection of ours.
    systemClock.setImmediate(() => this.emit('finish'));
    systemClock.setImmediate(() => this.emit('close'));
    await new Promise<void>((resolve) => systemClock.setImmediate(resolve));
    return result;
  }
}

/**
 * A destination for `pino(options, hekaDestination({ url }))`: no worker, no second thread.
 *
 * @throws HekaError `INVALID_OPTION` if an option has a wrong value
 */
export function hekaDestination(options: HekaOptions = {}): HekaDestination {
  return new HekaDestination(options);
}
