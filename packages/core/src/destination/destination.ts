import type { Clock } from '../clock.ts';
import type { HekaError } from '../errors.ts';
import type { FrameStore } from '../queue/frame-store.ts';
import type { StreamSender } from '../sender/sender.ts';
import type { ConfirmOptions, ReconnectOptions } from './destination-options.ts';

/** What a destination tells the delivery. */
export interface DestinationHooks {
  /** A connection was opened; `reconnected` where an earlier one was lost. */
  connected(address: string, reconnected: boolean): void;
  /** A connection that was not to end was lost with so many unconfirmed messages on it, or one that was to end was not closed cleanly. */
  disconnected(address: string, error: HekaError, messages: number): void;
  /** Something failed that is neither a connection nor an attempt to open one. */
  trouble(error: HekaError): void;
  /** An attempt failed; the next one comes in `delayMs`. */
  reconnect(error: HekaError, attempt: number, delayMs: number): void;
  /** Messages were confirmed. */
  confirmed(messages: number): void;
  /** Messages became unsettled; the destination still holds them. See {@link Destination.unsettled}. */
  unsettled(messages: number): void;
  /** The destination was closed, and let go of messages that had not settled. */
  leftUnsettled(messages: number): void;
  /** Messages will be sent again. */
  replayed(messages: number): void;
  /** Messages were given up. */
  dropped(reason: 'gave-up' | 'send-failed' | 'oversize', messages: number): void;
  /** Something that an operator should know. */
  warn(message: string): void;
  /** Frames were written, confirmed, dropped or put back: waiting producers and flushes look again. */
  progress(): void;
}

/** The words of `stats().state`. */
export type DestinationState = 'idle' | 'connecting' | 'open' | 'backoff' | 'stalled' | 'window' | 'closed';

/** Takes frames from the queue to one place. */
export interface Destination {
  readonly state: DestinationState;
  /** Open connections. */
  readonly connections: number;
  /** Frames that it has, and the kernel has not taken. */
  readonly unwrittenFrames: number;
  /** Place, in the order of acceptance, of the oldest frame that the kernel has not taken. */
  readonly firstUnwrittenOrdinal: number;
  /** The same for frames that are neither confirmed nor unsettled: what a flush at the end of life waits for. */
  readonly firstUnclosedOrdinal: number;
  /**
   * Messages whose connection closed cleanly at the end of life, and whose settle time is not over. They are held
   * until it is, and confirmed then; or sent again, if the connection that vouches for them dies before.
   */
  readonly unsettled: number;
  /** There may be something to send. */
  wake(): void;
  /** Confirms everything accepted before `ordinal` as soon as possible. */
  confirmUpTo(ordinal: number): void;
  /** True: somebody waits for the end of the process; waits are short, and the next attempt to connect is made at once. */
  setUrgent(urgent: boolean): void;
  /** The queue is full: gives up the oldest frames of a replay window. True where it could. */
  reclaim(): boolean;
  /**
   * Nobody sends anything, and nothing is pending: closes the connections and stops all timers. {@link Destination.wake}
   * opens them again.
   */
  rest(): void;
  /**
   * Ends all connections. Unsettled messages are let go, other frames in flight are put back into the queue.
   * Resolves when the sockets are closed, at most after `timeoutMs`.
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
