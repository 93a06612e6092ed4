import { hostAndPort, isIPv6Host } from './host.ts';

/** One of the places that the name of a target stands for at the moment. */
export interface Address {
  /** An IP address; absent for a unix socket. */
  readonly host?: string;
  readonly port?: number;
  readonly family?: 4 | 6;
  /** Path of a unix socket. */
  readonly path?: string;
  /** The address as one text; equal for equal addresses: `127.0.0.1:5565`, `[::1]:5565`, `/run/heka.sock`. */
  readonly key: string;
}

/** The address of an IP socket. */
export function ipAddress(host: string, port: number): Address {
  return { host, port, family: isIPv6Host(host) ? 6 : 4, key: hostAndPort(host, port) };
}

/** The address of a unix socket. */
export function unixAddress(path: string): Address {
  return { path, key: path };
}
