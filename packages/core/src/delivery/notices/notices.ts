import type { EventEmitter } from 'node:events';
import type { Clock } from '../../clock.ts';
import { HekaError } from '../../errors.ts';
import type { DeliveryStats } from '../delivery.ts';
import type { Lane, LaneHooks } from '../lane/lane.ts';
import type { DropCounts, DropReason } from '../lane/ledger.ts';
import type { DeliveryEvents } from './delivery-events.ts';
import { DropNotices } from './drop-notices.ts';
import { releaseLineName, takeLineName } from './line-name.ts';
import { dropsInWords, inWords, type Loss, lossInWords, sumOf, withNoun } from './loss-in-words.ts';
import { Outage } from './outage.ts';
import { plainReason } from './plain-reason.ts';
import { Reporter } from './reporter.ts';

/** The most mistakes that are printed: their texts may hold a value that is new in each call. */
const MAX_MISUSES = 10;

/** What notices are made from, and where they go. */
interface NoticesParts {
  /** Emits the events. */
  readonly emitter: EventEmitter<DeliveryEvents>;
  /** Where messages go; it names the delivery on stderr. */
  readonly url: string;
  /** True prints nothing on stderr. */
  readonly quiet: boolean;
  readonly onError: ((error: HekaError) => void) | undefined;
  readonly clock: Clock;
  /** Calls listeners in the asynchronous context of the delivery. */
  readonly inContext: (call: () => void) => void;
  /** The lane, once it is made. */
  readonly lane: () => Pick<Lane, 'pending' | 'state' | 'hasRoom' | 'dropped'>;
  /** True if a message of our own may be logged now. */
  readonly canSummarise: () => boolean;
  /** Nothing is pending, and nothing will happen until the next message. */
  readonly onRested: () => void;
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
  readonly #outage: Outage;
  /** The mistakes that were printed. */
  readonly #misuses = new Set<string>();
  #lastError: DeliveryStats['lastError'];
  /** What is wrong with the last record that was dropped as `encode`. */
  #invalid: HekaError | undefined;
  /** Drops when the outage began. */
  #droppedBefore = 0;
  /** True if the outage was printed, so that its end should be. */
  #outagePrinted = false;
  /** What the last line about losses said. */
  #lastLoss: string | undefined;

  constructor(parts: NoticesParts) {
    this.#parts = parts;
    const name = takeLineName(parts.url, this);
    this.#reporter = new Reporter({ name, quiet: parts.quiet, clock: parts.clock });
    this.#drops = new DropNotices(parts.clock, (reason, messages) => this.#announceDrop(reason, messages));
    this.#outage = new Outage(parts.clock, {
      began: (error) => this.#outageBegan(error),
      ended: (address, outageMs) => this.#outageEnded(address, outageMs),
    });
  }

  /** The last trouble. */
  get lastError(): DeliveryStats['lastError'] {
    return this.#lastError;
  }

  connected(address: string, reconnected: boolean): void {
    if (reconnected) this.#drops.outageOver();
    this.emit('connected', { address });
    this.#outage.connected(address);
  }

  disconnected(address: string, error: HekaError, messages: number): void {
    if (messages > 0) this.remember(error);
    this.emit('disconnected', { address, error, messages });
    // A connection with nothing on it may be closed by anyone.
    if (messages > 0) this.#failed(error);
  }

  reconnect(error: HekaError, attempt: number, delayMs: number): void {
    this.remember(error);
    this.emit('reconnect', { error, attempt, delayMs });
    this.#failed(error);
  }

  trouble(error: HekaError): void {
    this.remember(error);
    this.#reporter.printRarely('outage', this.#reasonOf(error));
  }

  /** A record cannot become a message, and is dropped. */
  invalid(error: HekaError): void {
    this.#invalid = error;
    this.remember(error);
  }

  /** A function of the application threw. */
  mistake(error: HekaError): void {
    this.remember(error);
    this.#reporter.printRarely(error.code, error.message.slice(`${error.code}: `.length));
  }

  confirmed(messages: number): void {
    if (this.#parts.emitter.listenerCount('confirmed') > 0) this.emit('confirmed', { messages });
    this.#outage.confirmed();
  }

  unsettled(messages: number): void {
    this.emit('unsettled', { messages });
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

  warn(text: string): void {
    this.emit('warn', new Error(text));
    this.#reporter.print(text);
  }

  /** The application made a mistake in a call: each different one is printed once. */
  misuse(text: string): void {
    this.emit('warn', new Error(text));
    if (this.#misuses.has(text) || this.#misuses.size >= MAX_MISUSES) return;
    this.#misuses.add(text);
    this.#reporter.print(text);
  }

  /**
   * Prints what does not arrive, at the end of life: exact totals in one line. Nothing if that was printed already.
   *
   * @param reason see {@link Notices.reason}
   */
  summariseLoss(loss: Loss, reason = this.reason(loss.unsent + loss.unconfirmed > 0)): void {
    this.#reporter.stop();
    const text = this.#newLoss(loss);
    if (text !== undefined) this.#reporter.print(`${text()}${reason}`);
  }

  /** Something was logged after the end: prints what was dropped so far, unless there was such a line just now. */
  late(loss: Loss): void {
    const text = this.#newLoss(loss);
    if (text !== undefined) this.#reporter.printRarely('drops', text);
  }

  /**
   * Why messages are not delivered, for the end of a line.
   *
   * @param isWaiting true if there are any
   */
  reason(isWaiting: boolean): string {
    const { lastFailure } = this.#outage;
    if (lastFailure !== undefined) return `; ${this.#reasonOf(lastFailure)}`;
    const { state } = this.#parts.lane();
    if (state === 'stalled') return '; the receiver does not read';
    return isWaiting && state === 'connecting'
      ? `; still connecting${this.#parts.url.startsWith('tls:') ? ' (is TLS spoken at that port?)' : ''}`
      : '';
  }

  rested(): void {
    this.#reporter.printPending();
    this.#outage.confirmed();
    this.#parts.onRested();
  }

  /** Stops all timers, for good. */
  close(): void {
    this.#reporter.stop();
    this.#outage.stop();
    releaseLineName(this);
  }

  /** Keeps an error for `stats()`, and calls `onError`. */
  remember(error: HekaError): void {
    const { code, message } = error;
    this.#lastError = { code, message, at: this.#parts.clock.wallTime() };
    try {
      this.#parts.inContext(() => this.#parts.onError?.(error));
    } catch (thrown) {
      this.#reporter.printRarely('application', `onError threw: ${String(thrown)}`);
    }
  }

  /** Emits an event. What a listener throws is printed, and goes no further: it must not lose a message. */
  emit<K extends keyof DeliveryEvents>(event: K, ...args: DeliveryEvents[K]): void {
    try {
      this.#parts.inContext(() => (this.#parts.emitter as EventEmitter).emit(event, ...args));
    } catch (error) {
      this.#reporter.printRarely('application', `a listener of '${event}' threw: ${String(error)}`);
    }
  }

  #failed(error: HekaError): void {
    this.#outage.failed(error);
    const { pending } = this.#parts.lane();
    const waiting = pending === 0 ? '' : ` (${inWords(pending)} waiting)`;
    if (this.#reporter.printRarely('outage', `${this.#reasonOf(error)}${waiting}`))
      this.#outagePrinted = true;
  }

  #outageBegan(error: HekaError): void {
    this.#droppedBefore = sumOf(this.#parts.lane().dropped());
    this.emit('warn', error);
  }

  #outageEnded(address: string, outageMs: number): void {
    const dropped = sumOf(this.#parts.lane().dropped()) - this.#droppedBefore;
    this.emit('recovered', { address, outageMs: Math.round(outageMs), dropped });
    if (!this.#outagePrinted) return;
    this.#outagePrinted = false;
    const meanwhile = dropped === 0 ? '' : `; ${inWords(dropped)} dropped meanwhile`;
    this.#reporter.print(`delivering again after ${Math.ceil(outageMs / 1000)} s${meanwhile}`);
  }

  #announceDrop(reason: DropReason, messages: number): void {
    const error = reason === 'encode' ? this.#invalid : undefined;
    this.emit('dropped', { reason, messages, ...(error !== undefined && { error }) });
    // The losses at the end have a line of their own.
    if (reason === 'closed') return;
    this.#printDrops();
    // If there is no outage, nothing else would send the summary.
    if (this.#parts.lane().hasRoom()) this.#summariseDrops();
  }

  /** Prints what was dropped so far, unless the line at the end of life has said so already. */
  #printDrops(): void {
    const newLoss = (dropped: DropCounts) => this.#newLoss({ unsent: 0, unconfirmed: 0, dropped });
    if (newLoss(this.#parts.lane().dropped()) === undefined) return;
    this.#reporter.printEventually('drops', () => {
      const dropped = this.#parts.lane().dropped();
      const text = newLoss(dropped)?.() ?? withNoun(dropsInWords(dropped));
      return `${text}${this.reason(false)}`;
    });
  }

  /** Reports to the receiver what was dropped, in one message, once there is room and a connection. */
  #summariseDrops(): void {
    const { state } = this.#parts.lane();
    if (!this.#parts.canSummarise() || (state !== 'open' && state !== 'window')) return;
    const counts = this.#drops.takeSummary();
    if (counts !== undefined) this.#parts.summarise(counts);
  }

  /** Makes the text for a loss, to be printed; undefined if there is none, or the last line said the same. */
  #newLoss(loss: Loss): (() => string) | undefined {
    const words = lossInWords(loss);
    if (words === undefined || words === this.#lastLoss) return undefined;
    return () => {
      const text = this.#lastLoss === undefined ? words : lossInWords(loss, true);
      this.#lastLoss = words;
      const invalid = this.#invalid === undefined ? '' : `; ${this.#reasonOf(this.#invalid)}`;
      return `${text}${invalid}`;
    };
  }

  #reasonOf(error: HekaError): string {
    return plainReason(error, this.#parts.url);
  }
}
