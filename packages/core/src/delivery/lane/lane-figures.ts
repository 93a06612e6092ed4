import type { DestinationState } from '../../destination/destination.ts';
import type { DropCounts } from './ledger.ts';

/** The figures of a lane at one moment; see `DeliveryStats`. */
export interface LaneFigures {
  readonly state: DestinationState;
  readonly accepted: number;
  readonly confirmed: number;
  readonly unsettled: number;
  readonly dropped: DropCounts;
  readonly pending: number;
  readonly pendingBytes: number;
  readonly unconfirmedBytes: number;
  readonly oldestPendingMs: number;
  readonly connections: number;
  readonly reconnects: number;
  readonly replayedMessages: number;
  readonly lastConfirmedAt: number | undefined;
}

/** What would be lost if the process ended now, and what was dropped before. */
export interface LaneLoss {
  /** Messages that were never on a connection, or wait on the present one for the kernel to take them. */
  readonly unsent: number;
  /** Messages that may have arrived: the kernel has taken them, or they were on a connection that was lost. */
  readonly unconfirmed: number;
  readonly dropped: DropCounts;
}
