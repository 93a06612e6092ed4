import { lookup } from 'node:dns';
import { isIP } from 'node:net';
import { type Clock, systemClock } from '../clock.ts';
import { HekaError } from '../errors.ts';
import { type Address, ipAddress } from './address.ts';
import { connectFailed, connectTimedOut } from './connect-error.ts';

/** Resolves a name to its IP addresses, in the resolver's order. */
export type ResolveHost = (
  host: string,
  family: 0 | 4 | 6,
  done: (error: Error | null, addresses: readonly string[]) => void,
) => void;

/** What is looked up. */
interface LookupRequest {
  readonly host: string;
  readonly port: number;
  readonly family: 0 | 4 | 6;
  /** The target's url, for the error. */
  readonly url: string;
  readonly timeoutMs: number;
  /** @default the system's */
  readonly clock?: Clock | undefined;
  /** @default dns.lookup */
  readonly resolveHost?: ResolveHost | undefined;
}

/**
 * The addresses that a host has now, in the resolver's order, without duplicates. An IP address stands for itself.
 *
 * Rejects with a HekaError: CONNECT_FAILED if the name has none, or CONNECT_TIMEOUT.
 */
export async function lookupAddresses(request: LookupRequest): Promise<readonly Address[]> {
  const { host, port, family, url, timeoutMs, clock = systemClock, resolveHost = systemResolver } = request;
  if (isIP(host) !== 0) return [ipAddress(host, port)];
  const hosts = await new Promise<readonly string[]>((resolve, reject) => {
    const timer = clock.setTimeout(
      () => reject(connectTimedOut(url, 'the name lookup', timeoutMs)),
      timeoutMs,
    );
    timer.unref();
    resolveHost(host, family, (error, addresses) => {
      clock.clear(timer);
      if (error === null) resolve(addresses);
      else reject(connectFailed(url, error));
    });
  });
  if (hosts.length === 0) throw new HekaError('CONNECT_FAILED', `${url}: the name has no address`);
  return [...new Set(hosts)].map((each) => ipAddress(each, port));
}

const systemResolver: ResolveHost = (host, family, done) => {
  lookup(host, { all: true, family }, (error, found) => {
    done(error, error === null ? found.map((each) => each.address) : []);
  });
};
