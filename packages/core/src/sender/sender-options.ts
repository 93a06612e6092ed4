import type { ConnectionOptions } from 'node:tls';

/** PEM text, a Buffer of it, or the path of a PEM file, which is read again for each connection. */
export type Pem = string | Uint8Array;

/** Where messages go. */
export interface PlaceOptions {
  /** `tcp://host:port`, `tls://host:port`, `udp://host:port` or `unix:///path`; instead of `mode`, `host`, `port`, `path`. */
  readonly url?: string | URL;
  /**
   * Kind of the target; a digit at the end sets `family` as well. Alias `protocol`.
   * @default 'tcp', 'tls' where an option of TLS is given, 'unix' where `path` is
   */
  readonly mode?: 'tcp' | 'tcp4' | 'tcp6' | 'tls' | 'tls4' | 'tls6' | 'udp' | 'udp4' | 'udp6' | 'unix';
  /** Name or address. Alias `address`. @default '127.0.0.1', '::1' with family 6 */
  readonly host?: string;
  /** 1 to 65535. @default 5565 */
  readonly port?: number | string;
  /** Path of a unix stream socket. Aliases `unixsocket`, `filename`. */
  readonly path?: string;
  /** Address family to use; 0 is either. @default 0 */
  readonly family?: 0 | 4 | 6;
  /** TCP keep-alive, which notices a peer that vanished while nothing is sent. @default true */
  readonly keepAlive?: boolean;
  /** Address of this machine to send from. */
  readonly localAddress?: string;
}

/** TLS. `secure`, `tls` or any of the credentials turn it on. */
export interface TlsSettings {
  /** True asks for TLS with the system's authorities; false refuses it. */
  readonly secure?: boolean;
  /** Options of node's `tls.connect` (`minVersion`, `ciphers`, `ALPNProtocols`, ...), or true or false as `secure`. */
  readonly tls?: ConnectionOptions | boolean;
  /** Authorities to trust instead of the system's. */
  readonly ca?: Pem | readonly Pem[];
  /** Certificate of this client (mutual TLS), with `key`. */
  readonly cert?: Pem;
  /** Private key of `cert`. Never shown in an error, an event or a log. */
  readonly key?: Pem;
  /** Passphrase of `key`. */
  readonly passphrase?: string;
  /** Name for SNI and for the check of the certificate. @default the host, where it is a name */
  readonly servername?: string;
  /** True accepts any certificate, with a warning: whoever answers can read the messages. @default false */
  readonly noverify?: boolean;
}

/** Names of the place in other loggers' transports. One name of an option may be given. */
export interface PlaceAliases {
  /** {@link PlaceOptions.mode} in winston-syslog. */
  readonly protocol?: PlaceOptions['mode'];
  /** {@link PlaceOptions.host} in pino-socket. */
  readonly address?: string;
  /** {@link PlaceOptions.path} in pino-socket. */
  readonly unixsocket?: string;
  /** {@link PlaceOptions.path} in file transports. */
  readonly filename?: string;
}

/** What a sender alone needs: where to, TLS, and how long an attempt may take. */
export interface SenderOptions extends PlaceOptions, PlaceAliases, TlsSettings {
  /** Milliseconds for one attempt: DNS, TCP and TLS. @default 10000 */
  readonly connectTimeout?: number;
}
