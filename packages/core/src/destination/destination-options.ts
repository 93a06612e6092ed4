import type { BackoffOptions } from '../sender/backoff.ts';

/**
 * - `at-least-once` a message is kept until its connection was confirmed by its close (tcp, tls, unix)
 * - `best-effort` a message is forgotten when the kernel has taken its bytes
 */
export type DeliveryMode = 'at-least-once' | 'best-effort';

/** How connections are confirmed: options, checked and filled in. Their defaults are in the table of options. */
export interface ConfirmOptions {
  /** The option `delivery`. */
  readonly mode: DeliveryMode;
  /** A generation ends when this many bytes were written. */
  readonly confirmBytes: number;
  /** A generation ends after this time, times a random 0.5 to 1.5. */
  readonly confirmIntervalMs: number;
  /** How long the next connection must outlive a closed one before that one counts as confirmed. */
  readonly settleTimeMs: number;
  /** How long a closed connection may take to be confirmed before it is suspected. */
  readonly confirmTimeoutMs: number;
  /** True: a connection carries nothing before the FIN of the one before. */
  readonly ordered: boolean;
}

/** How attempts to connect are repeated: options, checked and filled in. */
export interface ReconnectOptions extends BackoffOptions {
  /** False: one attempt only. */
  readonly enabled: boolean;
  /** Failed attempts in a row before the queue is dropped as `gave-up`. */
  readonly tries: number;
  /** DNS, TCP and TLS together. */
  readonly connectTimeoutMs: number;
}
