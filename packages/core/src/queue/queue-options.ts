/**
 * What happens to messages when the queue is full.
 *
 * - `drop-oldest` the oldest message not yet sent goes (the newest events stay)
 * - `drop-newest` the message being logged goes (the first cause stays)
 * - `drop-lowest-severity` the least severe message not yet sent goes, the oldest of them first
 */
export type OverflowPolicy = 'drop-oldest' | 'drop-newest' | 'drop-lowest-severity';

/** Limits of the memory queue. */
export interface QueueOptions {
  /** Bytes retained at most: messages not yet sent and messages not yet confirmed together. @default 67108864 (64 MiB) */
  readonly maxBytes: number;
  /** @default 'drop-oldest' */
  readonly overflow: OverflowPolicy;
}
