import type { HekaError } from '../errors.ts';

/** When bytes are handed to the kernel, and what fits a message. */
export interface BatchingOptions {
  /** Milliseconds between the first queued message and the write; 0 writes at the end of the tick. @default 0 */
  readonly flushIntervalMs: number;
  /** A write happens early when this many bytes wait. @default 65536 */
  readonly flushBytes: number;
  /** Heka frames (true) or bare messages (false, udp only). @default true */
  readonly framing: boolean;
  /** Bytes in one datagram at most. @default 8192 */
  readonly maxDatagramBytes: number;
}

/** Life of a delivery. Times in milliseconds. */
export interface LifeOptions {
  /** Budget for the end of life, all stages together. @default 5000 */
  readonly closeTimeoutMs: number;
  /** True prints nothing on stderr. @default false */
  readonly quiet: boolean;
  /** Called with each error that is also an event; never throws into the delivery. */
  readonly onError?: (error: HekaError) => void;
  /** Interval of the event `stats`; 0 is never. @default 0 */
  readonly statsIntervalMs: number;
}
