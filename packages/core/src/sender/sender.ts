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
   * The socket is half-open (`allowHalfOpen`), sends small writes at once, and never keeps the process alive. It is
   * paused: attach your handlers in the same turn.
   *
   * Rejects with a HekaError: CONNECT_FAILED, CONNECT_TIMEOUT, or CLOSED after {@link abort}.
   */
  readonly opened: Promise<Socket>;
  /** Gives up the attempt. Does nothing if it has ended. */
  abort(): void;
}

/** Opens connections to a tcp, tls or unix target. */
export interface StreamSender {
  readonly kind: 'stream';
  /** The target, for messages to people. It never contains a secret. */
  readonly url: string;
  /**
   * The addresses that the target's name has now, in the resolver's order.
   *
   * Rejects with a HekaError: CONNECT_FAILED if there is none, or CONNECT_TIMEOUT.
   */
  lookup(): Promise<readonly Address[]>;
  /** Opens one connection. Never throws. */
  connect(address: Address): PendingConnection;
}

/** Sends datagrams to a udp target: at most once. */
export interface DatagramSender {
  readonly kind: 'datagram';
  /** The target, for messages to people. */
  readonly url: string;
  /**
   * Sends one datagram. Never throws.
   *
   * @param datagram must not change before `done`
   * @param done called once, after `send` has returned: when the kernel has taken the datagram, or with an error
   */
  send(datagram: Uint8Array, done: (error: HekaError | undefined) => void): void;
  /** Closes the socket until the next datagram. Must not be called while one is under way. */
  rest(): void;
  /** Closes the socket; datagrams under way fail with CLOSED. */
  close(): void;
}

/** Puts bytes on a wire; knows nothing about messages. */
export type Sender = StreamSender | DatagramSender;

/** What a sender needs beyond its target. */
export interface SenderSettings {
  /** Milliseconds that DNS may take, and then TCP and TLS together. */
  readonly connectTimeoutMs: number;
  /** @default the system's */
  readonly clock?: Clock;
  /**
   * Udp only: called when an earlier datagram was refused because nobody listens there. That datagram was counted as
   * sent, since nothing more can be known about a datagram.
   */
  readonly onRefused?: (error: HekaError) => void;
  /** Resolves names, like `dns.lookup` with `all`. @default dns.lookup */
  readonly resolveHost?: ResolveHost;
  /** Udp only: how long an address is used before its name is looked up again, in ms. @default 30000 */
  readonly addressLifeMs?: number;
}
