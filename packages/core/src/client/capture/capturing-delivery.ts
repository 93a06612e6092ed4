import { EventEmitter } from 'node:events';
import { systemClock } from '../../clock.ts';
import type { Delivery, DeliveryStats } from '../../delivery/delivery.ts';
import type { FlushResult } from '../../delivery/lane/flush-result.ts';
import type { DropReason } from '../../delivery/lane/ledger.ts';
import type { DeliveryEvents } from '../../delivery/notices/delivery-events.ts';
import { resolveOptions } from '../../delivery/resolve-options.ts';
import { MessageFilter } from '../../filter/message-filter.ts';
import type { HekaMessage } from '../../message/heka-message.ts';
import type { HekaOptions } from '../../options/generated/heka-options.ts';
import type { RecordEncoder, RecordMapping } from '../../record/record-encoder.ts';
import { describeThrownAt } from '../../record/value/thrown.ts';
import { decodeMessage } from '../../wire/decode-message.ts';
import { MessageEncoder } from '../../wire/message-encoder.ts';

/**
 * A delivery that goes nowhere: it keeps the last messages, decoded, for tests and for a look at what an application
 * sends. Filters are asked as ever, and everything that passes is confirmed at once.
 */
export class CapturingDelivery extends EventEmitter<DeliveryEvents> implements Delivery<unknown> {
  readonly messages: HekaMessage[] = [];
  readonly frameOptions = {};
  readonly #capacity: number;
  readonly #records: RecordEncoder;
  readonly #filter: MessageFilter;
  readonly #dropped: Partial<Record<DropReason, number>> = {};
  #confirmed = 0;
  #filtered = 0;
  #truncated = 0;
  #closed = false;
  #lastError: DeliveryStats['lastError'];

  /** @param capacity the number of messages that are kept */
  constructor(capacity: number, options: HekaOptions, mapping: RecordMapping) {
    super();
    const { mapping: mappingOptions, filters, warnings } = resolveOptions(options);
    this.#capacity = capacity;
    this.#records = mapping(mappingOptions);
    this.#filter = new MessageFilter(filters, (thrown) => {
      const message = `a filter threw, its message is kept: ${describeThrownAt(thrown)}`;
      this.#lastError = { code: 'FILTER_FAILED', message, at: systemClock.wallTime() };
      this.#warn(message);
    });
    for (const warning of warnings) this.#warn(warning);
  }

  log(record: unknown): boolean {
    if (this.#closed) return this.#drop('closed');
    // One for each message: a filter may log something itself.
    const encoder = new MessageEncoder();
    const { drop, truncated } = this.#records.encode(record, encoder);
    if (drop === 'encode') return this.#drop(drop);
    if (!this.#filter.passes(encoder)) {
      this.#filtered++;
      return true;
    }
    if (drop !== '') return this.#drop(drop);
    this.messages.push(decodeMessage(encoder.buffer.subarray(encoder.start, encoder.end)));
    if (this.messages.length > this.#capacity) this.messages.shift();
    this.#confirmed++;
    if (truncated) this.#truncated++;
    return true;
  }

  logFrames(): number {
    return 0;
  }

  defer(take: () => void): void {
    take();
  }

  ready(): Promise<void> {
    return Promise.resolve();
  }

  flush(): Promise<FlushResult> {
    return Promise.resolve({
      confirmed: this.#confirmed,
      unsettled: 0,
      pending: 0,
      dropped: { ...this.#dropped },
      timedOut: false,
    });
  }

  rest(): Promise<FlushResult> {
    return this.flush();
  }

  close(): Promise<FlushResult> {
    this.#closed = true;
    return this.flush();
  }

  stats(): DeliveryStats {
    const dropped = Object.values(this.#dropped).reduce((sum, count) => sum + count, 0);
    return {
      state: 'idle',
      accepted: this.#confirmed + dropped,
      confirmed: this.#confirmed,
      unsettled: 0,
      dropped: { ...this.#dropped },
      filtered: this.#filtered,
      truncated: this.#truncated,
      pending: 0,
      pendingBytes: 0,
      unconfirmedBytes: 0,
      spoolBytes: 0,
      oldestPendingMs: 0,
      connections: 0,
      reconnects: 0,
      replayedMessages: 0,
      lastConfirmedAt: undefined,
      lastError: this.#lastError,
    };
  }

  /** Not at once: the listener is about to be added, or may log. */
  #warn(text: string): void {
    systemClock.setImmediate(() => this.emit('warn', new Error(text)));
  }

  #drop(reason: DropReason): false {
    this.#dropped[reason] = (this.#dropped[reason] ?? 0) + 1;
    return false;
  }
}
