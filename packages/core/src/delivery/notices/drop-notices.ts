import type { Clock } from '../../clock.ts';
import type { DropReason } from '../lane/ledger.ts';

/** Time between two summaries if no outage lies between them. */
const SUMMARY_INTERVAL_MS = 30_000;

/** Reports drops: to the application once per turn of the event loop and reason, to the receiver once per outage. */
export class DropNotices {
  readonly #clock: Clock;
  readonly #announce: (reason: DropReason, messages: number) => void;
  readonly #unannounced = new Map<DropReason, number>();
  #unsummarised = new Map<DropReason, number>();
  #scheduled = false;
  #summarisedAt = Number.NEGATIVE_INFINITY;

  /** @param announce called for each reason, at the end of the turn in which messages were dropped */
  constructor(clock: Clock, announce: (reason: DropReason, messages: number) => void) {
    this.#clock = clock;
    this.#announce = announce;
  }

  /** Messages were dropped. */
  add(reason: DropReason, messages: number): void {
    add(this.#unannounced, reason, messages);
    if (reason !== 'closed') add(this.#unsummarised, reason, messages);
    if (this.#scheduled) return;
    this.#scheduled = true;
    this.#clock.setImmediate(() => {
      this.#scheduled = false;
      const counts = [...this.#unannounced];
      this.#unannounced.clear();
      for (const [each, count] of counts) this.#announce(each, count);
    });
  }

  /** The counts of the next summary; undefined if there is nothing to report, or the last one is too recent. */
  takeSummary(): ReadonlyMap<DropReason, number> | undefined {
    const now = this.#clock.now();
    if (this.#unsummarised.size === 0 || now - this.#summarisedAt < SUMMARY_INTERVAL_MS) return undefined;
    this.#summarisedAt = now;
    const counts = this.#unsummarised;
    this.#unsummarised = new Map();
    return counts;
  }

  /** A connection is back after an outage: the next summary need not wait. */
  outageOver(): void {
    this.#summarisedAt = Number.NEGATIVE_INFINITY;
  }
}

function add(counts: Map<DropReason, number>, reason: DropReason, messages: number): void {
  counts.set(reason, (counts.get(reason) ?? 0) + messages);
}
