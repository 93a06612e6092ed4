import { lookup } from 'node:dns';
import { isIP } from 'node:net';
import { type Address, ipAddress } from './address.ts';
import { connectFailed, connectTimedOut } from './connect-error.ts';

/** What is looked up. */
export interface LookupRequest {
  readonly host: string;
  readonly port: number;
  readonly family: 0 | 4 | 6;
  /** The target's url, for the error. */
  readonly url: string;
  readonly timeoutMs: number;
}

/**
 * The addresses that a host has now, in the resolver's order, each once. An IP address is its own answer.
 *
 * Rejects with a HekaError: CONNECT_FAILED where the name has none, CONNECT_TIMEOUT.
 */
export async function lookupAddresses(request: LookupRequest): Promise<readonly Address[]> {
  const { host, port, family, url, timeoutMs } = request;
  if (isIP(host) !== 0) return [ipAddress(host, port)];
  const hosts = await new Promise<string[]>((resolve, reject) => {
    const timer = setTimeout(() => reject(connectTimedOut(url, 'the name lookup', timeoutMs)), timeoutMs);
    timer.unref();
    lookup(host, { all: true, family }, (error, found) => {
      clearTimeout(timer);
      if (error !== null) reject(connectFailed(url, error));
      else resolve(found.map((each) => each.address));
    });
  });
  return [...new Set(hosts)].map((each) => ipAddress(each, port));
}
