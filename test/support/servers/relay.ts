import { connect, createServer, type Socket } from 'node:net';
import type { TestContext } from 'node:test';
import { resetSocket } from '../../../packages/core/src/net/reset-socket.ts';

/**
 * Starts a relay that accepts connections at once, and passes bytes, ends and resets on with a delay, as a proxy near the
 * client does whose receiver is far away. Resolves to its port.
 */
export async function startRelay(
  test: Pick<TestContext, 'after'>,
  targetPort: number,
  delayMs: number,
): Promise<number> {
  const sockets = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
    const target = connect({ port: targetPort, host: '127.0.0.1', allowHalfOpen: true, noDelay: true });
    join(client, target, delayMs);
    join(target, client, delayMs);
    for (const socket of [client, target]) {
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  test.after(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('the relay has no port');
  return address.port;
}

function join(from: Socket, to: Socket, delayMs: number): void {
  // Timers of the same length run in the order of their start.
  const later = (action: () => void): void => {
    if (delayMs === 0) action();
    else setTimeout(action, delayMs);
  };
  from.on('data', (chunk: Buffer) => later(() => void (to.destroyed || to.write(chunk))));
  from.on('end', () => later(() => to.end()));
  from.on('error', () => later(() => resetSocket(to)));
}
