import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import type { TestContext } from 'node:test';
import { createServer as createTlsServer, type TLSSocket, type TlsOptions } from 'node:tls';

type Clean = Pick<TestContext, 'after'>;

/** A server that leaves everything to its test: half-open, and reading only when told to. */
interface RawServer {
  /** Port of a TCP or TLS server; 0 of a unix one. */
  readonly port: number;
  readonly server: Server;
  /** Closes the server and every connection; called after the test by itself. */
  stop(): Promise<void>;
}

/** A TCP server on 127.0.0.1. */
export function listenTcp(test: Clean, accept: (socket: Socket) => void, port = 0): Promise<RawServer> {
  return listen(test, createServer({ allowHalfOpen: true }, accept), { port, host: '127.0.0.1' });
}

/** A unix stream server. */
export function listenUnix(test: Clean, path: string, accept: (socket: Socket) => void): Promise<RawServer> {
  return listen(test, createServer({ allowHalfOpen: true }, accept), { path });
}

/** A TLS server on 127.0.0.1; `accept` gets connections whose handshake is done. */
export function listenTls(
  test: Clean,
  options: TlsOptions,
  accept: (socket: TLSSocket) => void,
): Promise<RawServer> {
  const server = createTlsServer({ ...options, allowHalfOpen: true }, accept);
  // A client that refuses the certificate is what many tests are about.
  server.on('tlsClientError', () => {});
  return listen(test, server, { port: 0, host: '127.0.0.1' });
}

async function listen(
  test: Clean,
  server: Server,
  where: { readonly port?: number; readonly host?: string; readonly path?: string },
): Promise<RawServer> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(where, resolve);
  });
  const address = server.address();
  const stop = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      for (const socket of sockets) socket.destroy();
    });
  test.after(stop);
  return { server, port: isTcp(address) ? address.port : 0, stop };
}

function isTcp(address: AddressInfo | string | null): address is AddressInfo {
  return typeof address === 'object' && address !== null;
}
