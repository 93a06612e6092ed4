import type { NetConnectOpts } from 'node:net';
import type { HekaOptions } from 'heka-core';
import type { SenderEvent, SenderStats } from './sender.ts';

/** What a producer sends with. */
export type Sending =
  | { readonly sender: 'delivery'; readonly options: HekaOptions }
  | { readonly sender: 'naive'; readonly target: NetConnectOpts };

export interface ProducerOptions {
  readonly sending: Sending;
  /** Number of the run, in every uuid. */
  readonly run: number;
  /** Senders in this process, all alike. @default 1 */
  readonly clients?: number;
  /** @default 300 */
  readonly payloadBytes?: number;
  /** Seed for the moments at which conservation is checked. */
  readonly seed: number;
}

/** A stretch of work. */
export interface ProducePlan {
  /** Messages of each client. */
  readonly count: number;
  /** Messages a second of each client; undefined is full speed. */
  readonly ratePerSecond?: number;
  /** False logs without waiting for room. @default true */
  readonly waitForRoom?: boolean;
}

/** One line of counts for a whole producer, all its clients together. */
export interface ProducerReport {
  /** Messages logged, of all clients. */
  readonly sent: number;
  /** Sums over the clients; `state` is the first client's. */
  readonly stats: SenderStats;
  readonly events: Readonly<Record<SenderEvent, number>>;
  /** Most connections that one sender had at any sampled moment. */
  readonly mostConnections: number;
  /** Conservation was checked this often. */
  readonly checks: number;
  /** What was wrong, if anything. */
  readonly breaches: readonly string[];
  /** Most resident memory of the process so far, in bytes. */
  readonly peakMemoryBytes: number;
}

/** Memory that the process holds, in bytes, after a collection of garbage where that is possible. */
export interface MemoryUse {
  readonly heapUsed: number;
  readonly external: number;
}
