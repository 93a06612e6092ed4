/**
 * Why accepted messages were dropped.
 *
 * - `overflow` the queue was full
 * - `oversize` larger than `maxMessageBytes` and `oversize: 'drop'`, or larger than a datagram
 * - `encode` the record could not be encoded at all
 * - `gave-up` `reconnectTries` attempts failed
 * - `send-failed` the kernel refused the datagram
 * - `closed` logged after `close()`, or not confirmed when its time was up
 */
export type DropReason = 'overflow' | 'oversize' | 'encode' | 'gave-up' | 'send-failed' | 'closed';

/** Counts of dropped messages by reason; reasons that never occurred are absent. */
export type DropCounts = Readonly<Partial<Record<DropReason, number>>>;

/**
 * The counts of one lane. At any moment
 *
 * ```
 *   accepted === confirmed + unsettled + pending + sum(dropped)
 * ```
 *
 * `pending`, and `accepted` but for what was dropped on arrival, are counted by the store itself, so that the equation is
 * a check and not a definition.
 */
export class Ledger {
  /** Messages dropped on arrival: the store never had them. */
  refused = 0;
  confirmed = 0;
  /** Messages let go at the end of life before they had settled. */
  unsettled = 0;
  reconnects = 0;
  replayedMessages = 0;
  /** When messages were confirmed last, in ms since 1970. */
  lastConfirmedAt: number | undefined;
  readonly #dropped = new Map<DropReason, number>();

  /** Counts messages as dropped. */
  drop(reason: DropReason, messages: number): void {
    this.#dropped.set(reason, (this.#dropped.get(reason) ?? 0) + messages);
  }

  /** Counts messages as confirmed. */
  confirm(messages: number, at: number): void {
    this.confirmed += messages;
    this.lastConfirmedAt = at;
  }

  /** Drops until now. */
  dropped(): DropCounts {
    return Object.fromEntries(this.#dropped);
  }
}
