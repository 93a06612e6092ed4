/**
 * What happens to messages when the queue is full.
 *
 * - `drop-oldest` the oldest message not yet sent goes (the newest events stay)
 * - `drop-newest` the message being logged goes (the first cause stays)
 * - `drop-lowest-severity` the least severe message not yet sent goes, the oldest of them first
 */
export type OverflowPolicy = 'drop-oldest' | 'drop-newest' | 'drop-lowest-severity';

/** Limits of the memory queue: the option `queue`, checked and filled in. */
export interface QueueOptions {
  /** Bytes retained at most: messages not yet sent and messages not yet confirmed together. */
  readonly maxBytes: number;
  readonly overflow: OverflowPolicy;
}
