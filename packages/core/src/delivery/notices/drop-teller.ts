import { soon } from '../exit/flush-before-exit.ts';
import type { DropReason, Ledger } from '../lane/ledger.ts';

/** Time between two summaries where no outage lies between them. */
const SUMMARY_INTERVAL_MS = 30_000;

/** Counts drops, tells the application once per turn of the event loop, and the receiver once per outage. */
export class DropTeller {
  readonly #ledger: Ledger;
  readonly #tell: (reason: DropReason, messages: number) => void;
  readonly #untold = new Map<DropReason, number>();
  #unsummarised = new Map<DropReason, number>();
  #scheduled = false;
  #summarisedAt = Number.NEGATIVE_INFINITY;

  /** @param tell called for each reason, at the end of the turn in which messages were dropped */
  constructor(ledger: Ledger, tell: (reason: DropReason, messages: number) => void) {
    this.#ledger = ledger;
    this.#tell = tell;
  }

  /** Counts messages as dropped. */
  drop(reason: DropReason, messages: number): void {
    if (messages === 0) return;
    this.#ledger.drop(reason, messages);
    add(this.#untold, reason, messages);
    if (reason !== 'closed') add(this.#unsummarised, reason, messages);
    if (this.#scheduled) return;
    this.#scheduled = true;
    soon(() => {
      this.#scheduled = false;
      const told = [...this.#untold];
      this.#untold.clear();
      for (const [each, count] of told) this.#tell(each, count);
    });
  }

  /** What a summary should tell now: undefined where there is nothing, or where the last one is too recent. */
  takeSummary(): ReadonlyMap<DropReason, number> | undefined {
    const now = performance.now();
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
