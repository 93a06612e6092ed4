import type { Socket } from 'node:net';
import type { Clock } from '../clock.ts';
import type { HekaError } from '../errors.ts';
import type { Address } from '../net/address.ts';
import type { ResolveHost } from '../net/lookup-addresses.ts';

/** A connection that is being opened. */
export interface PendingConnection {
  /**
   * The connection, ready for data: on TLS the handshake is done and both sides have accepted the certificates.
   *
   * The socket is half-open (`allowHalfOpen`), does not delay small writes, and never keeps the process alive. It is
   * paused: attach the handlers in the same turn.
   *
   * Rejects with a HekaError: CONNECT_FAILED, CONNECT_TIMEOUT, or CLOSED after {@link abort}.
   */
  readonly opened: Promise<Socket>;
  /** Gives the attempt up. Without effect once it has ended. */
  abort(): void;
}

/** Opens connections to a tcp, tls or unix target. */
export interface StreamSender {
  readonly kind: 'stream';
  /** The target, for people. Never a secret. */
  readonly url: string;
  /**
   * The addresses that the target's name has now, in the resolver's order.
   *
   * Rejects with a HekaError: CONNECT_FAILED where there is none, CONNECT_TIMEOUT.
   */
  lookup(): Promise<readonly Address[]>;
  /** Opens one connection. Never throws. */
  connect(address: Address): PendingConnection;
}

/** Sends datagrams to a udp target: at most once. */
export interface DatagramSender {
  readonly kind: 'datagram';
  /** The target, for people. */
  readonly url: string;
  /**
   * Sends one datagram. Never throws.
   *
   * @param datagram must not change before `done`
   * @param done called once, never before `send` returns, when the kernel has taken the datagram, or with the error
   */
  send(datagram: Uint8Array, done: (error: HekaError | undefined) => void): void;
  /** Closes the socket until the next datagram. Call it only when none is on its way. */
  rest(): void;
  /** Closes the socket; datagrams on the way get the error CLOSED. */
  close(): void;
}

/** Puts bytes on a wire. It knows nothing of messages. */
export type Sender = StreamSender | DatagramSender;

/** What a sender needs beyond its target. */
export interface SenderSettings {
  /** Milliseconds that DNS may take, and then TCP and TLS together. */
  readonly connectTimeoutMs: number;
  /** @default the system's */
  readonly clock?: Clock;
  /**
   * Udp only: told that an earlier datagram came back because nobody listens there. It was counted as sent, for that
   * is all a datagram can be.
   */
  readonly onRefused?: (error: HekaError) => void;
  /** Looks names up, as `dns.lookup` with `all` does. @default dns.lookup */
  readonly resolveHost?: ResolveHost;
  /** Udp only: milliseconds that an address is used before its name is looked up again. @default 30000 */
  readonly addressLifeMs?: number;
}
