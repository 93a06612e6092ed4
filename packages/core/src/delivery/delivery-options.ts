import type { HekaError } from '../errors.ts';

/** The options of batching, checked and filled in: meanings and defaults are in the table of options. */
export interface BatchingOptions {
  /** Milliseconds between the first queued message and the write; 0 writes at the end of the tick. */
  readonly flushIntervalMs: number;
  /** A write happens early when this many bytes wait. */
  readonly flushBytes: number;
  /** Heka frames (true) or bare messages (false, udp only). */
  readonly framing: boolean;
  /** Bytes in one datagram at most. */
  readonly maxDatagramBytes: number;
}

/** The options of a delivery's life, checked and filled in. */
export interface LifeOptions {
  /** Budget for the end of life, all stages together. */
  readonly closeTimeoutMs: number;
  /** True prints nothing on stderr. */
  readonly quiet: boolean;
  /** Called with each error that is also an event; never throws into the delivery. */
  readonly onError: ((error: HekaError) => void) | undefined;
  /** Interval of the event `stats`; 0 is never. */
  readonly statsIntervalMs: number;
}
