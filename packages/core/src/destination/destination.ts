import type { Clock } from '../clock.ts';
import type { HekaError } from '../errors.ts';
import type { FrameStore } from '../queue/frame-store.ts';
import type { StreamSender } from '../sender/sender.ts';
import type { ConfirmOptions, ReconnectOptions } from './destination-options.ts';

/** What a destination reports to the delivery. */
export interface DestinationHooks {
  /** A connection was opened; `reconnected` if an earlier one had been lost. */
  connected(address: string, reconnected: boolean): void;
  /** A connection was lost that we had not ended, or that we had ended and that was not closed cleanly; with `messages` unconfirmed on it. */
  disconnected(address: string, error: HekaError, messages: number): void;
  /** Something else failed than a connection, or an attempt to open one. */
  trouble(error: HekaError): void;
  /** An attempt to connect failed; the next one is made in `delayMs`. */
  reconnect(error: HekaError, attempt: number, delayMs: number): void;
  /** Messages were confirmed. */
  confirmed(messages: number): void;
  /** Messages became unsettled; the destination still holds them. See {@link Destination.unsettled}. */
  unsettled(messages: number): void;
  /** The destination was closed and has released messages that had not settled. */
  leftUnsettled(messages: number): void;
  /** Messages will be sent again. */
  replayed(messages: number): void;
  /** Messages were dropped. */
  dropped(reason: 'gave-up' | 'send-failed' | 'oversize', messages: number): void;
  /** An operator should know this. */
  warn(message: string): void;
  /** Frames were written, confirmed, dropped or put back: producers and flushes that wait may go on. */
  progress(): void;
}

/** The values of `stats().state`. */
export type DestinationState = 'idle' | 'connecting' | 'open' | 'backoff' | 'stalled' | 'window' | 'closed';

/** Takes frames from the queue to one place, and finds out that they have arrived. */
export interface Destination {
  readonly state: DestinationState;
  /** Open connections. */
  readonly connections: number;
  /** Frames that were taken from the queue and that the kernel has not taken yet. */
  readonly unwrittenFrames: number;
  /** Ordinal of the first frame that the kernel has not taken; see `FrameStore`. */
  readonly firstUnwrittenOrdinal: number;
  /** Ordinal of the first frame that is neither confirmed nor unsettled: what a flush at the end of life waits for. */
  readonly firstUnclosedOrdinal: number;
  /**
   * Number of messages whose connection closed cleanly at the end of life and whose settle time is not over. They are
   * held until it is, and then confirmed; or sent again if the connection that vouches for them dies before that.
   */
  readonly unsettled: number;
  /** There may be something to send. */
  wake(): void;
  /** Gets everything before `ordinal` confirmed as soon as possible. */
  confirmUpTo(ordinal: number): void;
  /** True at the end of life: waits are short, and the next attempt to connect is made at once. */
  setUrgent(urgent: boolean): void;
  /** The queue is full: releases the oldest frames of a replay window. Returns false if there were none to release. */
  reclaim(): boolean;
  /**
   * Nobody sends anything, and nothing is pending: closes the connections and stops all timers. {@link Destination.wake}
   * opens them again.
   */
  rest(): void;
  /**
   * Ends all connections. Unsettled messages are released, other frames in flight are put back into the queue. Resolves
   * when the sockets are closed, after `timeoutMs` at the latest.
   */
  close(timeoutMs: number): Promise<void>;
}

/** What a stream destination needs. */
export interface StreamDestinationOptions {
  readonly sender: StreamSender;
  readonly queue: FrameStore;
  readonly confirm: ConfirmOptions;
  readonly reconnect: ReconnectOptions;
  readonly hooks: DestinationHooks;
  /** @default the system's */
  readonly clock?: Clock;
  /** @default Math.random */
  readonly random?: () => number;
}
