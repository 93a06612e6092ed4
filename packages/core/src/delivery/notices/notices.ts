import type { EventEmitter } from 'node:events';
import type { Clock } from '../../clock.ts';
import { HekaError } from '../../errors.ts';
import type { DeliveryEvents, DeliveryStats } from '../delivery.ts';
import type { Lane, LaneHooks } from '../lane/lane.ts';
import type { DropReason } from '../lane/ledger.ts';
import { DropNotices } from './drop-notices.ts';
import { inWords, Reporter } from './reporter.ts';

/** What notices are made from, and where they go. */
export interface NoticesParts {
  /** Emits the events. */
  readonly emitter: EventEmitter<DeliveryEvents>;
  /** Names the delivery on stderr. */
  readonly name: string;
  /** True prints nothing on stderr. */
  readonly quiet: boolean;
  readonly onError: ((error: Error) => void) | undefined;
  readonly clock: Clock;
  /** The lane, once it is made. */
  readonly lane: () => Pick<Lane, 'pending' | 'unsentFrames' | 'state' | 'hasRoom'>;
  /** True if a message of our own may be logged now. */
  readonly canSummarise: () => boolean;
  /** Logs a summary of drops, for the receiver. */
  readonly summarise: (counts: ReadonlyMap<DropReason, number>) => void;
}

/**
 * What a delivery reports about itself: events and `onError` for the application, lines on stderr for an operator, and
 * a `log.dropped` message for the receiver.
 */
export class Notices implements LaneHooks {
  readonly #parts: NoticesParts;
  readonly #reporter: Reporter;
  readonly #drops: DropNotices;
  #lastError: DeliveryStats['lastError'];

  constructor(parts: NoticesParts) {
    this.#parts = parts;
    this.#reporter = new Reporter(parts.name, parts.quiet, parts.clock);
    this.#drops = new DropNotices(parts.clock, (reason, messages) => this.#announceDrop(reason, messages));
  }

  /** The last trouble. */
  get lastError(): DeliveryStats['lastError'] {
    return this.#lastError;
  }

  connected(address: string, reconnected: boolean): void {
    if (reconnected) this.#drops.outageOver();
    this.emit('connected', { address });
  }

  disconnected(address: string, error: HekaError | undefined): void {
    if (error === undefined) return;
    this.remember(error);
    this.emit('disconnected', { address, error });
    this.report(error.message);
  }

  reconnect(error: HekaError, attempt: number, delayMs: number): void {
    this.remember(error);
    this.emit('reconnect', { error, attempt, delayMs });
    this.report(error.message);
  }

  confirmed(messages: number): void {
    if (this.#parts.emitter.listenerCount('confirmed') > 0) this.emit('confirmed', { messages });
  }

  replayed(messages: number): void {
    this.emit('replayed', { messages });
  }

  dropped(reason: DropReason, messages: number): void {
    this.#drops.add(reason, messages);
  }

  room(waited: boolean): void {
    if (waited) this.emit('room');
    this.#summariseDrops();
  }

  warn(text: string, urgent = true): void {
    this.emit('warn', new Error(text));
    this.#reporter.report(text, urgent);
  }

  /** Messages are lost, or cannot be waited for: that is printed at once. */
  reportLoss(text: string, reason = this.reason()): void {
    this.#reporter.report(`${text}${reason}`, true);
  }

  /** Prints a line, unless there was one just now. */
  report(text: string): void {
    const { pending } = this.#parts.lane();
    this.#reporter.report(pending === 0 ? text : `${text} (${inWords(pending)} waiting)`);
  }

  /** Why messages are not delivered, for the end of a line. */
  reason(): string {
    if (this.#lastError !== undefined) return `; last error: ${this.#lastError.message}`;
    return this.#parts.lane().state === 'connecting' ? '; still connecting' : '';
  }

  /** Keeps an error for `stats()`, and calls `onError`. */
  remember(error: Error): void {
    const code = error instanceof HekaError ? error.code : error.name;
    this.#lastError = { code, message: error.message, at: this.#parts.clock.wallTime() };
    const { onError } = this.#parts;
    if (onError === undefined) return;
    try {
      onError(error);
    } catch (thrown) {
      this.#reporter.report(`onError threw: ${String(thrown)}`);
    }
  }

  /** Emits an event. What a listener throws is reported, and goes no further: it must not lose a message. */
  emit<K extends keyof DeliveryEvents>(event: K, ...args: DeliveryEvents[K]): void {
    try {
      (this.#parts.emitter as EventEmitter).emit(event, ...args);
    } catch (error) {
      this.#reporter.report(`a listener of '${event}' threw: ${String(error)}`);
    }
  }

  #announceDrop(reason: DropReason, messages: number): void {
    this.emit('dropped', { reason, messages });
    this.report(`dropped ${inWords(messages)} (${reason})${this.reason()}`);
    // Without an outage nothing else would bring the summary out.
    if (this.#parts.lane().hasRoom()) this.#summariseDrops();
  }

  /** Reports to the receiver what was dropped, in one message, once there is room and a connection. */
  #summariseDrops(): void {
    const { state } = this.#parts.lane();
    if (!this.#parts.canSummarise() || (state !== 'open' && state !== 'window')) return;
    const counts = this.#drops.takeSummary();
    if (counts !== undefined) this.#parts.summarise(counts);
  }
}
