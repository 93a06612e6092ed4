import type { TlsOptions } from 'node:tls';
import type { Frame } from '../framing/frame.ts';
import type { Peer } from './peer.ts';
import type { ReceiverRefusal } from './refusal.ts';
import type { ConnectionReport } from './stream/connection-report.ts';

/** A plain TCP listener. */
export interface TcpListen {
  readonly kind: 'tcp';
  /** Address to bind, or a name of one. @default '127.0.0.1' */
  readonly host?: string;
  /** 0 takes a free one. @default 5565 */
  readonly port?: number;
  /** Connections that may wait to be accepted. @default 511 */
  readonly backlog?: number;
}

/** A TLS listener. */
export interface TlsListen extends Omit<TcpListen, 'kind'> {
  readonly kind: 'tls';
  /** Node's options of `tls.createServer`; `requestCert: true` with `ca` asks clients for a certificate. */
  readonly tls: TlsOptions;
}

/** A unix stream socket. A socket file that nobody listens on any more is replaced. */
export interface UnixListen {
  readonly kind: 'unix';
  readonly path: string;
  /** Connections that may wait to be accepted. @default 511 */
  readonly backlog?: number;
}

/**
 * A UDP socket. Each datagram holds whole frames, or one bare message without a frame.
 * Nothing of a datagram is carried over to the next one.
 */
export interface UdpListen {
  readonly kind: 'udp';
  /** Address to bind; an IPv6 address makes it udp6. @default '127.0.0.1' */
  readonly host?: string;
  /** 0 takes a free one. @default 5565 */
  readonly port?: number;
}

/** Where a receiver listens. */
export type Listen = TcpListen | TlsListen | UnixListen | UdpListen;

/** Limits against peers that mean harm. Times in milliseconds, sizes in bytes or as `'64kb'`. */
export interface ReceiverLimits {
  /** A larger message is refused before memory is taken for it. @default 65536 */
  readonly maxMessageBytes?: number | string;
  /** Open connections at most; more are reset. @default 1000 */
  readonly maxConnections?: number;
  /** Open connections from one address at most, unix sockets excepted. @default 100 */
  readonly maxConnectionsPerAddress?: number;
  /** A frame that was started must be finished in this time, else the connection is reset. @default 30000 */
  readonly frameTimeout?: number;
  /** A TLS handshake must be finished in this time. @default 10000 */
  readonly handshakeTimeout?: number;
  /** What one connection may have handed to a sink that is behind; reading stops above it. @default 1 MiB */
  readonly maxPendingBytesPerConnection?: number | string;
  /** The same for all connections together. @default 64 MiB */
  readonly maxPendingBytes?: number | string;
}

/** Options of {@link openReceiver}. */
export interface ReceiverOptions extends ReceiverLimits {
  /** Where to listen, at least one place. */
  readonly listen: readonly Listen[];
  /** HMAC keys that signed messages are checked with, by `<signer>_<key version>`. @default none */
  readonly signers?: Readonly<Record<string, string | Uint8Array>>;
  /** True refuses messages without a signature. @default false */
  readonly requireSignature?: boolean;
  /**
   * The sink: takes all messages that one read gave, in order; never called with none. Where it returns a promise,
   * they count as taken when that resolves; reading goes on meanwhile up to the limits above.
   * A throw or a rejection resets **all** connections, so that their senders replay.
   */
  readonly onFrames: (frames: readonly Frame[], peer: Peer) => void | Promise<void>;
  /**
   * Called when the sink has taken all messages of a connection and the connection is about to be ended with a FIN, which
   * senders read as "processed". The FIN waits for a promise that it returns: the place for a last look at what the
   * messages were written to. A throw or a rejection resets **all** connections, as in `onFrames`.
   */
  readonly onAcknowledge?: (peer: Peer) => void | Promise<void>;
  /** Called for each thing that was refused. A hostile peer can make it many; text in it may be the peer's. */
  readonly onRefused?: (refusal: ReceiverRefusal, peer: Peer) => void;
  /** Called when a connection was accepted (TLS: after the handshake). */
  readonly onConnect?: (peer: Peer) => void;
  /** Called once for each connection that is over, those never accepted included. */
  readonly onDisconnect?: (report: ConnectionReport) => void;
  /** Called with what `onFrames` or `onAcknowledge` failed with, before the connections are reset. */
  readonly onSinkFailed?: (error: unknown) => void;
}
