import type { DropCounts } from './ledger.ts';

/** What `flush()` and `close()` resolve to. They never reject because of network trouble. */
export interface FlushResult {
  /** Messages confirmed since the delivery was made. */
  readonly confirmed: number;
  /**
   * Messages whose connection closed cleanly at the end of life, and that had not settled yet: they have arrived, unless
   * the receiver died just then.
   */
  readonly unsettled: number;
  /** Messages still waiting. */
  readonly pending: number;
  /** Messages dropped since the delivery was made, by reason. */
  readonly dropped: DropCounts;
  /** True if the time was up before everything logged until the call was done. */
  readonly timedOut: boolean;
}
