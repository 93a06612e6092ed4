import { connect, type Socket, type TcpNetConnectOpts } from 'node:net';
import type { Address } from '../net/address.ts';
import { hostAndPort } from '../net/host.ts';
import { lookupAddresses } from '../net/lookup-addresses.ts';
import { openConnection } from './pending-connection.ts';
import type { SenderSettings, StreamSender } from './sender.ts';
import type { TcpTarget } from './target/target.ts';

/**
 * Options of Node's that have the names of ours, and that we do not set: Node takes them from `Object.prototype` as well, if
 * a dependency has put them there.
 */
export const NOT_INHERITED = {
  path: undefined,
  family: undefined,
  keepAlive: undefined,
  encoding: undefined,
};

/** How long a connection is silent before the kernel checks that the peer is still there. */
const KEEP_ALIVE_AFTER_MS = 60_000;

/** A sender of plain TCP: neither private nor authenticated. */
export function createTcpSender(target: TcpTarget, settings: SenderSettings): StreamSender {
  const { host, port, family, keepAlive, localAddress } = target;
  const url = `tcp://${hostAndPort(host, port)}`;
  const { connectTimeoutMs: timeoutMs, clock, resolveHost } = settings;
  return {
    kind: 'stream',
    url,
    lookup: () => lookupAddresses({ host, port, family, url, timeoutMs, clock, resolveHost }),
    connect: (address: Address) =>
      openConnection({
        where: describeAttempt(url, address),
        timeoutMs,
        clock,
        start(attempt) {
          const socket = connect({
            host: address.host ?? host,
            port: address.port ?? port,
            // By default Node.js answers the peer's FIN itself, and a FIN that came first must not look like a confirmation.
            allowHalfOpen: true,
            ...NOT_INHERITED,
            localAddress,
          } as TcpNetConnectOpts);
          attempt.adopt(socket);
          tuneOnConnect(socket, keepAlive);
          socket.once('connect', () => attempt.ready());
        },
      }),
  };
}

/** Sends small writes at once: they have been batched already. */
export function tuneOnConnect(socket: Socket, keepAlive: boolean): void {
  socket.once('connect', () => {
    socket.setNoDelay(true);
    if (keepAlive) socket.setKeepAlive(true, KEEP_ALIVE_AFTER_MS);
  });
}

/** The url, followed by the address unless the url contains it. */
export function describeAttempt(url: string, address: Address): string {
  return url.endsWith(`//${address.key}`) ? url : `${url} at ${address.key}`;
}
