import { createServer, type Server, type Socket } from 'node:net';
import type { TestContext } from 'node:test';
import { resetSocket } from '../../../packages/core/src/net/reset-socket.ts';
import { FrameReader } from '../../faults/oracle/frame-reader.ts';
import { PATIENCE_MS, within } from '../time/within.ts';

/** One connection as a {@link PlainServer} saw it. */
interface PlainConnection {
  readonly number: number;
  readonly socket: Socket;
  /** Whole frames that came on it, in hexadecimal. */
  readonly frames: string[];
  /** True when the client has sent its FIN. */
  ended: boolean;
}

/** How a {@link PlainServer} treats a connection. */
export interface PlainServerOptions {
  /** Called when a connection is accepted. */
  readonly onConnection?: (connection: PlainConnection) => void;
  /** Called for each whole frame. */
  readonly onFrame?: (connection: PlainConnection, frame: string) => void;
  /** Called at the client's FIN. By default the server answers with its own, as hekad and Hindsight do. */
  readonly onEnd?: (connection: PlainConnection) => void;
  /** @default 0, any free port */
  readonly port?: number;
}

/** A TCP server that shares no code with the packages: it reads frames to the end of a connection, then closes it. */
export class PlainServer {
  readonly connections: PlainConnection[] = [];
  readonly #server: Server;
  readonly #options: PlainServerOptions;
  #changed: (() => void)[] = [];

  private constructor(options: PlainServerOptions) {
    this.#options = options;
    this.#server = createServer({ allowHalfOpen: true }, (socket) => this.#accept(socket));
  }

  /** Starts one, and ends it with all its connections after the test. */
  static async start(
    test: Pick<TestContext, 'after'>,
    options: PlainServerOptions = {},
  ): Promise<PlainServer> {
    const server = new PlainServer(options);
    await new Promise<void>((resolve, reject) => {
      server.#server.once('error', reject);
      server.#server.listen(options.port ?? 0, '127.0.0.1', resolve);
    });
    test.after(() => server.stop());
    return server;
  }

  get port(): number {
    const address = this.#server.address();
    if (typeof address !== 'object' || address === null) throw new Error('the server is closed');
    return address.port;
  }

  get url(): string {
    return `tcp://127.0.0.1:${this.port}`;
  }

  /** All frames of all connections, in hexadecimal, in the order of the connections. */
  get frames(): string[] {
    return this.connections.flatMap((connection) => connection.frames);
  }

  /** Stops listening; connections live on. */
  stopListening(): void {
    this.#server.close();
  }

  /** Stops listening and resets all connections. */
  stop(): void {
    this.#server.close();
    for (const { socket } of this.connections) resetSocket(socket);
  }

  /** Waits until `condition` holds; rejects if that takes too long. */
  async until(condition: () => boolean): Promise<void> {
    const deadline = performance.now() + PATIENCE_MS;
    while (!condition()) {
      const change = new Promise<void>((resolve) => this.#changed.push(resolve));
      await within(change, `at the server: ${condition.toString()}`, deadline - performance.now());
    }
  }

  #accept(socket: Socket): void {
    const connection: PlainConnection = { number: this.connections.length, socket, frames: [], ended: false };
    this.connections.push(connection);
    const reader = new FrameReader({
      frame: (frame) => {
        const hex = frame.toString('hex');
        connection.frames.push(hex);
        this.#options.onFrame?.(connection, hex);
      },
      damaged: (bytes) => {
        throw new Error(`${bytes} bytes between frames`);
      },
    });
    socket.on('data', (chunk: Buffer) => {
      reader.push(chunk);
      this.#tell();
    });
    socket.on('end', () => {
      connection.ended = true;
      if (this.#options.onEnd === undefined) socket.end();
      else this.#options.onEnd(connection);
      this.#tell();
    });
    socket.on('error', () => {});
    socket.on('close', () => this.#tell());
    this.#options.onConnection?.(connection);
    this.#tell();
  }

  #tell(): void {
    const waiting = this.#changed;
    this.#changed = [];
    for (const resolve of waiting) resolve();
  }
}
