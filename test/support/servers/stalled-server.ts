import { createServer, type Socket } from 'node:net';
import type { TestContext } from 'node:test';

/** Starts a TCP server that takes connections and reads nothing. Resolves to its url. */
export async function stalledServer(test: Pick<TestContext, 'after'>): Promise<string> {
  const sockets = new Set<Socket>();
  const server = createServer({ pauseOnConnect: true }, (socket) => {
    socket.on('error', () => {});
    sockets.add(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  test.after(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('the server has no port');
  return `tcp://127.0.0.1:${address.port}`;
}
