import type { ConnectionOptions } from 'node:tls';

/** A TCP server, by name or address. */
export interface TcpTarget {
  readonly kind: 'tcp';
  /** Name or address. */
  readonly host: string;
  readonly port: number;
  /** Address family to ask DNS for; 0 is either. */
  readonly family: 0 | 4 | 6;
  /** Turns on TCP keep-alive. */
  readonly keepAlive: boolean;
  /** Local address to connect from. */
  readonly localAddress: string | undefined;
}

/** A TLS server. Verified by default; `ca`, `cert` and `key` files are read again at each connect. */
export interface TlsTarget extends Omit<TcpTarget, 'kind'> {
  readonly kind: 'tls';
  readonly tls: TlsOptions;
}

/** What a TLS connection needs beyond the address. */
export interface TlsOptions {
  /** Node's own options (`minVersion`, `ciphers`, ...); the members below override them. */
  readonly base: ConnectionOptions;
  /** PEM text, or the path of a PEM file. */
  readonly ca: PemSource | readonly PemSource[] | undefined;
  /** PEM text, or the path of a PEM file. */
  readonly cert: PemSource | undefined;
  /** PEM text, or the path of a PEM file. */
  readonly key: PemSource | undefined;
  readonly passphrase: string | undefined;
  /** Name for SNI and for the certificate check. */
  readonly servername: string | undefined;
  /** False accepts any certificate. */
  readonly verify: boolean;
}

/** PEM text (it contains `-----BEGIN`), a Buffer of it, or the path of a file that is read at each connect. */
export type PemSource = string | Buffer;

/** A unix stream socket. */
export interface UnixTarget {
  readonly kind: 'unix';
  /** Path of the socket. */
  readonly path: string;
}

/** A UDP server. */
export interface UdpTarget {
  readonly kind: 'udp';
  readonly host: string;
  readonly port: number;
  readonly family: 0 | 4 | 6;
  readonly localAddress: string | undefined;
}

/** Targets whose connections can be confirmed by their close. */
export type StreamTarget = TcpTarget | TlsTarget | UnixTarget;

/** Where messages go. */
export type Target = StreamTarget | UdpTarget;
