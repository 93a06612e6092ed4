import type { Socket } from 'node:net';
import { createServer, type Server, type TLSSocket, type TlsOptions } from 'node:tls';
import { HekaError } from '../../errors.ts';
import { resetSocket } from '../../net/reset-socket.ts';

/**
 * Makes TLS connections out of accepted TCP connections.
 *
 * The TCP sockets are accepted by a plain server and stay at hand: connections are counted before the handshake,
 * and only the TCP socket can be reset. Whoever does not get through is reset, not ended: a client of TLS 1.3 writes
 * before the server has looked at its certificate, a client without TLS writes at once, and both would take a FIN for
 * "processed". Only a client that ends first, in the middle of the handshake, may get a FIN back: what it wrote before
 * has been read by then, and was no message.
 */
export class TlsAcceptor {
  readonly #server: Server;
  readonly #handlers: TlsHandlers;
  readonly #wantsAuthorized: boolean;
  /** Handshakes under way, by the peer's address and port: a TLSSocket does not name its transport. */
  readonly #handshakes = new Map<string, Handshake>();

  /**
   * @param options node's options of `tls.createServer`
   * @throws HekaError INVALID_OPTION if the options do not make a server
   */
  constructor(options: TlsOptions, handshakeTimeoutMs: number, handlers: TlsHandlers) {
    const { requestCert = false, rejectUnauthorized = true } = options;
    this.#handlers = handlers;
    this.#wantsAuthorized = requestCert && rejectUnauthorized;
    try {
      // Node ends the connections that it rejects; here they are looked at after the handshake.
      this.#server = createServer({
        ...options,
        rejectUnauthorized: false,
        handshakeTimeout: handshakeTimeoutMs,
      });
    } catch (error) {
      throw new HekaError(
        'INVALID_OPTION',
        `option "tls" is not usable (${(error as Error).message})`,
        error,
      );
    }
    this.#server.on('secureConnection', (socket) => this.#secured(socket));
    this.#server.on('tlsClientError', (error, socket) => this.#failing(error, socket));
  }

  /** Starts the handshake on an accepted TCP connection. */
  handshake(transport: Socket): void {
    const key = peerKey(transport);
    const handshake: Handshake = { transport, detail: undefined };
    this.#handshakes.set(key, handshake);
    // The TLSSocket takes this over: without, it would wait for a client that has ended until the handshake's timeout.
    transport.allowHalfOpen = false;
    transport.on('error', (error: NodeJS.ErrnoException) => {
      handshake.detail ??= handshakeFault(error);
    });
    transport.once('close', () => {
      // Another connection may have the same peer port by now.
      if (this.#handshakes.get(key) !== handshake) return;
      this.#handshakes.delete(key);
      this.#handlers.handshakeFailed(transport, handshake.detail ?? ENDED);
    });
    this.#server.emit('connection', transport);
  }

  #secured(socket: TLSSocket): void {
    const key = peerKey(socket);
    const handshake = this.#handshakes.get(key);
    // A peer that is gone already has no address: its transport closes and is reported as failed.
    if (handshake === undefined) {
      socket.destroy();
      return;
    }
    if (this.#wantsAuthorized && !socket.authorized) {
      handshake.detail = certificateFault(socket);
      handshake.transport.resetAndDestroy();
      return;
    }
    this.#handshakes.delete(key);
    socket.allowHalfOpen = true;
    this.#handlers.open(socket, handshake.transport);
  }

  #failing(error: NodeJS.ErrnoException, socket: TLSSocket): void {
    const handshake = this.#handshakes.get(peerKey(socket)) ?? this.#handshakeOfGone(socket);
    if (handshake === undefined) return;
    handshake.detail ??= handshakeFault(error);
    resetSocket(handshake.transport, socket);
  }

  /** A client that has sent an alert and a reset has no address any more. Only node itself knows the transport then. */
  #handshakeOfGone(socket: TLSSocket & { readonly _parent?: unknown }): Handshake | undefined {
    return [...this.#handshakes.values()].find(({ transport }) => transport === socket._parent);
  }
}

/** What a {@link TlsAcceptor} calls. */
export interface TlsHandlers {
  /** The handshake is done, messages can be read from `socket`. */
  open(socket: TLSSocket, transport: Socket): void;
  /** `transport` was closed before; `detail` says why, in words or by an error code. */
  handshakeFailed(transport: Socket, detail: string): void;
}

interface Handshake {
  readonly transport: Socket;
  detail: string | undefined;
}

/** Typed as an error, it is a code in fact: `UNABLE_TO_VERIFY_LEAF_SIGNATURE`, say. */
function certificateFault({ authorizationError }: TLSSocket): string {
  return `client certificate refused: ${String(authorizationError)}`;
}

const ENDED = 'ended by the client';
/** OpenSSL's codes for the alerts by which a client refuses a certificate. */
const CERTIFICATE_ALERT = /_ALERT_(?:(?:BAD|UNSUPPORTED)_CERTIFICATE|CERTIFICATE_\w+|UNKNOWN_CA)$/;

function handshakeFault({ code, message }: NodeJS.ErrnoException): string {
  if (code === undefined) return message;
  // Node's own word for every end in the handshake.
  if (code === 'ECONNRESET' || code === 'EPIPE') return ENDED;
  return CERTIFICATE_ALERT.test(code) ? `client refused our certificate: ${code}` : code;
}

function peerKey(socket: Socket): string {
  return `${socket.remoteAddress} ${socket.remotePort}`;
}
