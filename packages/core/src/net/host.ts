import { isIP, isIPv6 } from 'node:net';

/** The host without the brackets of an IPv6 address, or undefined if it is neither a name nor an address. */
export function parseHost(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const host = value.startsWith('[') && value.endsWith(']') ? value.slice(1, -1) : value;
  if (isIP(host) !== 0) return host;
  // What is left over may only be a name: no separator of a URL, no white space, no control character.
  return /^[^\s:/?#@[\]\p{Cc}]{1,253}$/u.test(host) ? host : undefined;
}

/**
 * Whether a host is an IPv6 address. Without a colon it is none: the first call of Node's own test compiles a regular
 * expression for 3 ms, half of what it takes to open a delivery.
 */
export function isIPv6Host(host: string): boolean {
  return host.includes(':') && isIPv6(host);
}

/** `host:port`, with the brackets that IPv6 needs. */
export function hostAndPort(host: string, port: number): string {
  return isIPv6Host(host) ? `[${host}]:${port}` : `${host}:${port}`;
}
