import type { BackoffOptions } from '../sender/backoff.ts';

/**
 * - `at-least-once`: a message is kept until the close of its connection has confirmed it (tcp, tls, unix)
 * - `best-effort`: a message is forgotten as soon as the kernel has taken its bytes
 */
export type DeliveryMode = 'at-least-once' | 'best-effort';

/** How connections are confirmed: options, checked and filled in. Their defaults are in the table of options. */
export interface ConfirmOptions {
  /** The option `delivery`. */
  readonly mode: DeliveryMode;
  /** A generation ends when this many bytes have been written. */
  readonly confirmBytes: number;
  /** A generation ends after this time, multiplied by a random number from 0.5 to 1.5. */
  readonly confirmIntervalMs: number;
  /** How long the replacement connection must stay up before the closed connection's messages count as confirmed. */
  readonly settleTimeMs: number;
  /** How long the peer may take to close a connection that we have ended before that connection may count as dead. */
  readonly confirmTimeoutMs: number;
  /** True: a connection carries nothing before the previous one has been closed. */
  readonly ordered: boolean;
}

/** How attempts to connect are repeated: options, checked and filled in. */
export interface ReconnectOptions extends BackoffOptions {
  /** False: only one attempt is made. */
  readonly enabled: boolean;
  /** After this many failed attempts in a row everything queued is dropped as `gave-up`. */
  readonly tries: number;
  /** For DNS, TCP and TLS together. */
  readonly connectTimeoutMs: number;
}
