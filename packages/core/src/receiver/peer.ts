import { resolve } from 'node:path';
import { hostAndPort } from '../net/host.ts';

/** The kinds of socket a receiver listens on. */
export type ListenKind = 'tcp' | 'tls' | 'unix' | 'udp';

/** Who sends: the far end of one connection, or the sender of a datagram. */
export interface Peer {
  /** Counts from 1 in the order of arrival; one number for all datagrams of one listener. */
  readonly id: number;
  readonly kind: ListenKind;
  /** For people: `tcp://127.0.0.1:51234`, `unix:///run/heka.sock#7`. */
  readonly name: string;
  /** The address it comes from, an IPv4 address never in its IPv6 form; undefined for unix sockets. */
  readonly address: string | undefined;
  /** The address it came to, as {@link Receiver.urls} shows it. */
  readonly listener: string;
}

/** An IPv4 address that a dual-stack socket shows as `::ffff:1.2.3.4`, as IPv4. */
export function plainAddress(address: string): string {
  return address.startsWith('::ffff:') && address.includes('.') ? address.slice(7) : address;
}

/** `tcp://host:port`, with the brackets that IPv6 needs. */
export function socketUrl(kind: ListenKind, host: string, port: number): string {
  return `${kind}://${hostAndPort(host, port)}`;
}

/** `unix:///path`, which is always absolute. */
export function unixUrl(path: string): string {
  return `unix://${resolve(path)}`;
}
