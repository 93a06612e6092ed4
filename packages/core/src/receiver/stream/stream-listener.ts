import { stat } from 'node:fs/promises';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { dirname } from 'node:path';
import { type Listener, listenError, startServer } from '../listener.ts';
import { socketUrl, unixUrl } from '../peer.ts';
import type { ResolvedListen } from '../resolve-receiver-options.ts';
import { removeStaleSocket } from './remove-stale-socket.ts';
import { TlsAcceptor, type TlsHandlers } from './tls-acceptor.ts';

/** What a stream listener calls. */
export interface StreamHandlers extends TlsHandlers {
  /** A connection came; false if it may not be taken; it was reset then. */
  accept(transport: Socket): boolean;
  /** Messages can be read from `socket`; `transport` is the socket under its TLS, or the same one. */
  open(socket: Socket, transport: Socket): void;
}

/** A place where connections come in. */
export type StreamListen = Exclude<ResolvedListen, { readonly kind: 'udp' }>;

/** Probes of a silent peer start after this time: the connections of dead ones must not count forever. */
const KEEP_ALIVE_MS = 60_000;

/** Listens for connections. */
export class StreamListener implements Listener {
  readonly url: string;
  readonly #server: Server;

  private constructor(server: Server, url: string) {
    this.#server = server;
    this.url = url;
  }

  /**
   * Starts to listen.
   *
   * @throws HekaError LISTEN_FAILED, and INVALID_OPTION for TLS options that make no server
   */
  static async open(
    listen: StreamListen,
    handshakeTimeoutMs: number,
    handlers: StreamHandlers,
  ): Promise<StreamListener> {
    const acceptor =
      listen.kind === 'tls' ? new TlsAcceptor(listen.tls, handshakeTimeoutMs, handlers) : undefined;
    const server = createServer(
      // A peer's FIN is answered when everything was processed, not by itself.
      { allowHalfOpen: true, keepAlive: true, keepAliveInitialDelay: KEEP_ALIVE_MS },
      (transport) => {
        if (!handlers.accept(transport)) return;
        if (acceptor === undefined) handlers.open(transport, transport);
        else acceptor.handshake(transport);
      },
    );
    return new StreamListener(server, await start(server, listen));
  }

  close(): void {
    this.#server.close();
  }
}

/** Returns the url that the server came to have. */
async function start(server: Server, listen: StreamListen): Promise<string> {
  if (listen.kind === 'unix') {
    const { path, backlog } = listen;
    const url = unixUrl(path);
    try {
      // bind() says EACCES for a folder that does not exist.
      await stat(dirname(path));
      await removeStaleSocket(path);
    } catch (error) {
      throw listenError(url, error);
    }
    await startServer(server, { path, backlog }, url);
    return url;
  }
  const { kind, host, port, backlog } = listen;
  await startServer(server, { host, port, backlog }, socketUrl(kind, host, port));
  return socketUrl(kind, host, (server.address() as AddressInfo).port);
}
