import type { Socket } from 'node:net';

/**
 * Ends a connection with a reset.
 *
 * After `end()` and until the FIN is out, libuv refuses to reset (EINVAL). Node.js, at least 20 to 24, then never closes
 * the socket, and spins when the process ends. So a reset in that moment waits until the FIN is out.
 *
 * @param transport the TCP socket
 * @param writer the socket that `end()` was called on: the TLS socket on top of `transport`, if there is one
 */
export function resetSocket(transport: Socket, writer = transport): void {
  const isEnding = writer.writableEnded && !writer.writableFinished && writer.writableLength === 0;
  if (isEnding && !writer.destroyed) writer.once('finish', () => transport.resetAndDestroy());
  else transport.resetAndDestroy();
}
