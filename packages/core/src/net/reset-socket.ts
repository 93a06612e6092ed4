import type { Socket } from 'node:net';

/**
 * Ends a connection with a reset.
 *
 * Between the call of `end()` and the moment at which the FIN is out libuv refuses to reset (EINVAL), and Node, 20 to 24
 * at least, then never closes the socket and spins when the process ends. In that moment the reset waits for the FIN.
 *
 * @param transport the TCP socket
 * @param writer the socket that `end()` is called on: the TLS socket on top of `transport`, where there is one
 */
export function resetSocket(transport: Socket, writer = transport): void {
  const isEnding = writer.writableEnded && !writer.writableFinished && writer.writableLength === 0;
  if (isEnding && !writer.destroyed) writer.once('finish', () => transport.resetAndDestroy());
  else transport.resetAndDestroy();
}
