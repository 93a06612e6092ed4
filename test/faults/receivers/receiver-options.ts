/** How often a stock receiver writes: hekad's FileOutput (`flush_interval`) and Hindsight do so once a second. */
export const stockFlushIntervalMs = 1000;

/**
 * How a receiver behaves. The defaults are those of a healthy stock receiver, hekad or Hindsight: it reads a connection
 * to the end, closes it then, and writes what it has read at the next full second of its life. A kill loses the rest.
 */
export interface ReceiverOptions {
  readonly listen: Listen;
  /** Where the record files go. */
  readonly directory: string;
  /** Seed of the receiver's own choices. @default 1 */
  readonly seed?: number;
  /**
   * Milliseconds between two writes: what was read in between is only in memory, and lost at `kill -9`.
   * 0 writes at the end of each chunk. @default {@link stockFlushIntervalMs}
   */
  readonly flushIntervalMs?: number;
  /** Reading speed of one connection. @default unlimited */
  readonly readBytesPerSecond?: number;
  /** `never-close` leaves a connection open forever after its end has come. @default 'close' */
  readonly atEnd?: AtEnd;
  /** `close` closes each connection as soon as it is there. @default 'read' */
  readonly onAccept?: 'read' | 'close';
  /** Closes connections by itself after some bytes. @default never */
  readonly closeAfter?: CloseAfter;
}

export type AtEnd = 'close' | 'never-close';

/** Where a receiver listens. A `port` of 0 picks one outside the range of outgoing connections. */
export type Listen =
  | { readonly kind: 'tcp'; readonly port: number; readonly backlog?: number }
  | { readonly kind: 'tls'; readonly port: number; readonly cert: string; readonly key: string }
  | { readonly kind: 'unix'; readonly path: string };

/** Closings by the receiver: what it has read it has delivered, what it has not read is lost. */
interface CloseAfter {
  /** A connection is closed when at least this many bytes were read, drawn anew per connection. */
  readonly leastBytes: number;
  readonly mostBytes: number;
  /** Share of the connections that are closed so; the others are served as ever. @default 1 */
  readonly share?: number;
  /** After this many closings connections live on, until `allowClosings()` adds to them. */
  readonly times: number;
}

/** Numbers of a running receiver. */
export interface ReceiverStats {
  readonly connections: number;
  readonly accepted: number;
  readonly closedByUs: number;
  readonly halfOpen: number;
  readonly messages: number;
  readonly heldBytes: number;
}
