import { rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { RecordFiles } from '../oracle/records.ts';
import { SeededRandom } from '../random/seeded-random.ts';
import { Connection, type ConnectionContext } from './connection.ts';
import { Gate } from './gate.ts';
import { Output } from './output.ts';
import {
  type AtEnd,
  type Listen,
  type ReceiverOptions,
  type ReceiverStats,
  stockFlushIntervalMs,
} from './receiver-options.ts';

/** A receiver that listens, reads as hekad does, and misbehaves as it is told. */
export class Receiver {
  readonly #options: ReceiverOptions;
  readonly #files: RecordFiles;
  readonly #output: Output;
  readonly #gate = new Gate();
  readonly #connections = new Set<Connection>();
  readonly #random: SeededRandom;
  #server: Server | undefined;
  #atEnd: AtEnd;
  #onAccept: 'read' | 'close';
  #accepted = 0;
  #closedByUs = 0;
  #closings: number;
  #reading = true;

  /** @param number of this process among those that serve one address, for the names of its files */
  constructor(options: ReceiverOptions, number: number) {
    this.#options = options;
    this.#files = new RecordFiles(options.directory, number);
    this.#output = new Output(this.#files, options.flushIntervalMs ?? stockFlushIntervalMs);
    this.#random = new SeededRandom((options.seed ?? 1) + number);
    this.#closings = options.closeAfter?.times ?? 0;
    this.#atEnd = options.atEnd ?? 'close';
    this.#onAccept = options.onAccept ?? 'read';
  }

  /** Resolves to the port, 0 for a unix socket. */
  async listen(): Promise<number> {
    const server = createListener(this.#options.listen, (socket) => this.#accept(socket));
    this.#server = server;
    const port = await bind(server, this.#options.listen);
    this.#files.note({ at: Date.now(), event: 'listening', connection: 0 });
    return port;
  }

  stats(): ReceiverStats {
    return {
      connections: this.#connections.size,
      accepted: this.#accepted,
      closedByUs: this.#closedByUs,
      halfOpen: [...this.#connections].filter((connection) => connection.halfOpen).length,
      messages: this.#output.messages,
      heldBytes: this.#gate.heldBytes,
    };
  }

  /** Lets nothing through to the output until {@link unblockOutput}. */
  blockOutput(): void {
    this.#gate.close();
  }

  unblockOutput(): void {
    this.#gate.open();
  }

  /** Stops reading on all connections, those to come included. */
  pauseReading(): void {
    this.#reading = false;
    for (const connection of this.#connections) connection.pause();
  }

  resumeReading(): void {
    this.#reading = true;
    for (const connection of this.#connections) connection.resume();
  }

  setAtEnd(atEnd: AtEnd): void {
    this.#atEnd = atEnd;
    if (atEnd === 'close') for (const connection of this.#connections) connection.closeHalfOpen();
  }

  setOnAccept(onAccept: 'read' | 'close'): void {
    this.#onAccept = onAccept;
  }

  /** Lets it close this many connections more, see {@link ReceiverOptions.closeAfter}. */
  allowClosings(times: number): void {
    this.#closings += times;
  }

  /** Orderly end: no new connections, everything delivered is written. */
  stop(): void {
    this.#server?.close();
    this.#output.flush();
    this.#files.close();
  }

  #accept(socket: Socket): void {
    this.#accepted++;
    if (this.#onAccept === 'close') {
      socket.on('error', () => undefined);
      socket.destroy();
      return;
    }
    const connection = new Connection(socket, this.#accepted, this.#context());
    this.#connections.add(connection);
    if (!this.#reading) connection.pause();
  }

  #context(): ConnectionContext {
    return {
      output: this.#output,
      files: this.#files,
      gate: this.#gate,
      readBytesPerSecond: this.#options.readBytesPerSecond ?? Number.POSITIVE_INFINITY,
      closeAfterBytes: () => this.#closeAfterBytes(),
      atEnd: () => this.#atEnd,
      takeClosing: () => this.#takeClosing(),
      onGone: (connection) => this.#connections.delete(connection),
    };
  }

  #closeAfterBytes(): number {
    const closeAfter = this.#options.closeAfter;
    if (closeAfter === undefined || this.#random.next() >= (closeAfter.share ?? 1))
      return Number.POSITIVE_INFINITY;
    return this.#random.integer(closeAfter.leastBytes, closeAfter.mostBytes);
  }

  #takeClosing(): boolean {
    if (this.#closedByUs >= this.#closings) return false;
    this.#closedByUs++;
    return true;
  }
}

function createListener(listen: Listen, accept: (socket: Socket) => void): Server {
  const options = { allowHalfOpen: true, noDelay: true };
  if (listen.kind !== 'tls') return createServer(options, accept);
  const server = createTlsServer({ ...options, cert: listen.cert, key: listen.key }, accept);
  server.on('tlsClientError', () => undefined);
  return server;
}

async function bind(server: Server, listen: Listen): Promise<number> {
  if (listen.kind === 'unix') {
    // A killed process leaves its socket file behind.
    rmSync(listen.path, { force: true });
    await listening(server, () => server.listen(listen.path));
    return 0;
  }
  const backlog = listen.kind === 'tcp' ? (listen.backlog ?? 511) : 511;
  if (listen.port > 0) {
    await listening(server, () => server.listen({ port: listen.port, host: '127.0.0.1', backlog }));
    return listen.port;
  }
  for (;;) {
    // Below the range of outgoing connections: a client that connects to a port of that range while nobody listens
    // there can end up connected to itself.
    const port = 20_000 + Math.floor(Math.random() * 10_000);
    try {
      await listening(server, () => server.listen({ port, host: '127.0.0.1', backlog }));
      return port;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    }
  }
}

function listening(server: Server, start: () => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (error?: Error): void => {
      server.off('error', settle);
      server.off('listening', settle);
      if (error === undefined) resolve();
      else reject(error);
    };
    server.on('error', settle);
    server.on('listening', settle);
    start();
  });
}
