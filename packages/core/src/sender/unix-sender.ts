import { connect } from 'node:net';
import { unixAddress } from '../net/address.ts';
import { openConnection } from './pending-connection.ts';
import type { SenderSettings, StreamSender } from './sender.ts';
import type { UnixTarget } from './target/target.ts';

/** A sender to a unix stream socket. */
export function createUnixSender(target: UnixTarget, settings: SenderSettings): StreamSender {
  const { path } = target;
  const url = `unix://${path}`;
  return {
    kind: 'stream',
    url,
    lookup: () => Promise.resolve([unixAddress(path)]),
    connect: (address) =>
      openConnection({
        where: url,
        timeoutMs: settings.connectTimeoutMs,
        clock: settings.clock,
        start(attempt) {
          // By default Node.js answers the peer's FIN itself.
          const socket = connect({ path: address.path ?? path, allowHalfOpen: true });
          attempt.adopt(socket);
          socket.once('connect', () => attempt.ready());
        },
      }),
  };
}
