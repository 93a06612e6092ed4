import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { TestContext } from 'node:test';
import { type ConnectionOptions, connect as connectTls } from 'node:tls';

/** How a connection was closed by the other side. */
export type Farewell = 'fin' | 'reset';

/** A client that sends any bytes and sees how the receiver ends the connection. It is half-open, as our senders are. */
export class RawPeer {
  readonly socket: Socket;
  /** Resolves when the connection is closed. */
  readonly farewell: Promise<Farewell>;
  /** Resolves at the receiver's FIN, or when the connection is closed. */
  readonly over: Promise<void>;

  private constructor(socket: Socket) {
    this.socket = socket;
    this.farewell = new Promise((resolve) => {
      let isEnded = false;
      socket.on('end', () => {
        isEnded = true;
      });
      socket.on('error', () => {});
      socket.on('close', (hadError) => resolve(isEnded && !hadError ? 'fin' : 'reset'));
    });
    this.over = new Promise((resolve) => {
      socket.on('end', resolve);
      socket.on('close', () => resolve());
    });
    // Without a reader no FIN is seen.
    socket.resume();
  }

  /**
   * Connects to a url of a receiver (tcp, tls, unix); closed after the test.
   *
   * @param tls options of a TLS connection
   */
  static async connect(
    test: Pick<TestContext, 'after'>,
    url: string,
    tls?: ConnectionOptions,
  ): Promise<RawPeer> {
    const peer = RawPeer.attempt(test, url, tls);
    await once(peer.socket, url.startsWith('tls:') ? 'secureConnect' : 'connect');
    return peer;
  }

  /** The same without waiting for the connection: for one that may be reset before anybody sees it. */
  static attempt(test: Pick<TestContext, 'after'>, url: string, tls?: ConnectionOptions): RawPeer {
    const { protocol, hostname, port, pathname } = new URL(url);
    const host = hostname.replace(/^\[|\]$/g, '');
    const place = { host, port: Number(port), allowHalfOpen: true };
    const socket =
      protocol === 'unix:'
        ? connect({ path: pathname, allowHalfOpen: true })
        : protocol === 'tls:'
          ? connectTls({ ...place, ...tls })
          : connect(place);
    test.after(() => socket.destroy());
    return new RawPeer(socket);
  }

  /** Sends bytes; resolves when the kernel has them. */
  write(bytes: Uint8Array): Promise<void> {
    return new Promise((resolve) => {
      this.socket.write(bytes, () => resolve());
    });
  }

  /** Sends bytes and FIN; resolves to how the receiver answers. */
  end(bytes: Uint8Array = new Uint8Array()): Promise<Farewell> {
    this.socket.end(bytes);
    return this.farewell;
  }
}
