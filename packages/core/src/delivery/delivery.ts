import type { EventEmitter } from 'node:events';
import type { DestinationState } from '../destination/destination.ts';
import type { HekaErrorCode } from '../errors.ts';
import type { FramerOptions } from '../framing/framer.ts';
import type { MessageInit } from '../message/create-message.ts';
import type { FrameBatch } from '../queue/frame-store.ts';
import type { FlushResult } from './lane/flush-result.ts';
import type { DropCounts } from './lane/ledger.ts';
import type { DeliveryEvents } from './notices/delivery-events.ts';

/** Options of {@link Delivery.flush}. */
export interface FlushOptions {
  /** `confirmed` waits for the proof of arrival, `written` for the kernel only. @default 'confirmed' */
  readonly until?: 'confirmed' | 'written';
  /** Milliseconds to wait at most. @default `confirmTimeout`; with `ending` `closeTimeout` */
  readonly timeout?: number;
  /** Milliseconds to wait at most while the receiver cannot be reached. @default `timeout` */
  readonly unreachableTimeout?: number;
  /**
   * The process or the logger is about to end: connections settle for 250 ms only, and what has closed cleanly by then is
   * `unsettled` in the result, not `confirmed`. The next attempt to connect is made at once; if it is refused, as well as
   * the one before, the wait ends. If certainty counts, flush without this. @default false
   */
  readonly ending?: boolean;
}

/** Options of {@link Delivery.close}. */
export interface CloseOptions {
  /** Milliseconds for everything. @default `closeTimeout` */
  readonly timeout?: number;
}

/** What a delivery knows about itself. `accepted === confirmed + unsettled + pending + sum(dropped)` at any moment. */
export interface DeliveryStats {
  /**
   * `idle`: no connection, and none is being opened; what was logged in this turn of the event loop may be pending. `window`: the peer never closes connections, so the most recent messages are
   * kept, and sent again if a connection breaks.
   */
  readonly state: DestinationState;
  /** Messages that `log()` was called with. */
  readonly accepted: number;
  /** Messages proved to have arrived (with `best-effort` and udp: taken by the kernel). */
  readonly confirmed: number;
  /** Messages whose connection closed cleanly at the end of life and has not settled yet; 0 before. */
  readonly unsettled: number;
  /** Messages given up, by reason. */
  readonly dropped: DropCounts;
  /** Messages that the option `filter` did not let pass. They count neither as accepted nor as dropped. */
  readonly filtered: number;
  /** Messages cut to fit `maxMessageBytes`, or `maxFields`. */
  readonly truncated: number;
  /** Messages waiting: not sent, or sent and not confirmed. */
  readonly pending: number;
  /** Bytes of the messages waiting. */
  readonly pendingBytes: number;
  /** Bytes of the messages sent and not confirmed. */
  readonly unconfirmedBytes: number;
  /** Bytes on disk; always 0, because this version has no spool. */
  readonly spoolBytes: number;
  /** Age of the oldest message waiting, in ms; 0 if none waits. */
  readonly oldestPendingMs: number;
  /** Open connections, those that wait for their close included. */
  readonly connections: number;
  /** Connections opened after one was lost. */
  readonly reconnects: number;
  /** Messages sent again. */
  readonly replayedMessages: number;
  /** Time of the last confirmation, in ms since 1970; undefined before the first. */
  readonly lastConfirmedAt: number | undefined;
  /** The last trouble, and when, in ms since 1970. */
  readonly lastError:
    | { readonly code: HekaErrorCode; readonly message: string; readonly at: number }
    | undefined;
}

/**
 * Takes records, and delivers them as Heka messages.
 *
 * @typeParam Record what a log call takes; with a mapping of a logger's own anything, and the mapping decides
 */
export interface Delivery<Record = MessageInit | string> extends EventEmitter<DeliveryEvents> {
  /**
   * Encodes a record and queues its message. Never throws, never blocks, never makes a system call.
   *
   * @returns false if the message was dropped at once (counted, and reported by `dropped`)
   */
  log(record: Record): boolean;
  /**
   * Queues finished frames, back to back in one buffer, which is copied. Each is a whole frame as `encodeFrame` makes it,
   * signed if messages are, and holds a message of at most `maxMessageBytes`: nothing of this is checked.
   *
   * @returns the number of frames that were not dropped at once
   */
  logFrames(batch: FrameBatch): number;
  /**
   * Announces messages that are collected elsewhere, because many at once cost less than one at a time: `take`, which logs
   * them, is called at the end of this turn of the event loop, and before anything else is logged, asked for or ended. It is
   * called at once if there is a filter, or no end of the turn any more.
   */
  defer(take: () => void): void;
  /** How the frames are made that {@link Delivery.logFrames} takes: signed or not, framed or bare. */
  readonly frameOptions: FramerOptions;
  /** Resolves when there is room in the queue; for producers that want to wait. */
  ready(): Promise<void>;
  /** Resolves when everything logged before is confirmed, or the time is up. Never rejects. */
  flush(options?: FlushOptions): Promise<FlushResult>;
  /**
   * Nobody uses the delivery for now: flushes as at the end of life, and releases its connections, timers and listeners as
   * soon as everything is confirmed. It stays in service: the next message opens what it needs. A delivery that is idle
   * for a minute does the same by itself.
   */
  rest(): Promise<FlushResult>;
  /** Flushes, then closes for good. What is not confirmed in time is dropped as `closed`. Never rejects. */
  close(options?: CloseOptions): Promise<FlushResult>;
  /** Counts and state, now. */
  stats(): DeliveryStats;
}
