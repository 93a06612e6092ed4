import type { BackoffOptions } from '../sender/backoff.ts';

/**
 * - `at-least-once` a message is kept until its connection was confirmed by its close (tcp, tls, unix)
 * - `best-effort` a message is forgotten when the kernel has taken its bytes
 */
export type DeliveryMode = 'at-least-once' | 'best-effort';

/** How connections are confirmed. Times in milliseconds. */
export interface ConfirmOptions {
  /** @default 'at-least-once' (udp: 'best-effort') */
  readonly mode: DeliveryMode;
  /** A generation ends when this many bytes were written. @default 4194304 (4 MiB), at most a quarter of `queue.maxBytes` */
  readonly confirmBytes: number;
  /** A generation ends after this time, times a random 0.5 to 1.5. @default 300000 */
  readonly confirmIntervalMs: number;
  /** How long the next connection must outlive a closed one before that one counts as confirmed. @default 2000 */
  readonly settleTimeMs: number;
  /** How long a closed connection may take to be confirmed before it is suspected. @default 30000 */
  readonly confirmTimeoutMs: number;
  /** True: a connection carries nothing before the FIN of the one before. @default false */
  readonly ordered: boolean;
}

/** How attempts to connect are repeated. Times in milliseconds. */
export interface ReconnectOptions extends BackoffOptions {
  /** False: one attempt only. @default true */
  readonly enabled: boolean;
  /** Failed attempts in a row before the queue is dropped as `gave-up`. @default Infinity */
  readonly tries: number;
  /** DNS, TCP and TLS together. @default 10000 */
  readonly connectTimeoutMs: number;
}
