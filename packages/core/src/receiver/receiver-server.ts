import { systemClock, type Timer } from '../clock.ts';
import { Splitter } from '../framing/splitter.ts';
import { DatagramListener } from './datagram-listener.ts';
import type { Listener } from './listener.ts';
import type { ReceiverOptions } from './receiver-options.ts';
import {
  type ResolvedListen,
  type ResolvedReceiverOptions,
  resolveReceiverOptions,
} from './resolve-receiver-options.ts';
import { Backlog } from './stream/backlog.ts';
import { ConnectionTable } from './stream/connection-table.ts';
import type { ReceiverCore } from './stream/stream-connection.ts';
import { StreamListener } from './stream/stream-listener.ts';

/** Options of {@link ReceiverServer.close}. */
export interface ReceiverCloseOptions {
  /** Milliseconds; connections that are still open then are reset. @default 5000 */
  readonly timeout?: number;
}

/** A receiver of Heka messages that listens. Made by {@link openReceiver}. */
export interface ReceiverServer {
  /** Where it listens, in the order of the option `listen`, with the ports really taken: `tcp://127.0.0.1:5565`. */
  readonly urls: readonly string[];
  /** Connections that are open now, those in a TLS handshake included. */
  readonly connections: number;
  /** Stops reading from connections, as a receiver that is stuck does. Datagrams are still read. */
  pause(): void;
  /** Goes on reading. */
  resume(): void;
  /** Resets all open connections and goes on listening. Unix sockets know no reset: they are closed. */
  resetConnections(): void;
  /**
   * Ends politely: takes no new connections, reads on until a connection's peer is silent, then sends FIN and reads to
   * the peer's. Resolves when all connections are closed and the sink has taken everything.
   */
  close(options?: ReceiverCloseOptions): Promise<void>;
  /** Ends at once: resets all connections (unix sockets: closes them). Resolves when they are closed. */
  abort(): Promise<void>;
}

/**
 * Opens a receiver: listens at every place of `listen`, splits, verifies, decodes, and hands messages to `onFrames`.
 * It takes any bytes from anybody within its limits, and sends FIN only after the sink has taken everything read.
 *
 * @throws HekaError `INVALID_OPTION` for wrong options, `LISTEN_FAILED` if it cannot listen at one of the places
 */
export async function openReceiver(options: ReceiverOptions): Promise<ReceiverServer> {
  const receiver = new OpenReceiver(options, resolveReceiverOptions(options));
  await receiver.open();
  return receiver;
}

class OpenReceiver implements ReceiverServer {
  readonly urls: string[] = [];
  readonly #limits: ResolvedReceiverOptions;
  readonly #core: ReceiverCore;
  readonly #backlog: Backlog;
  readonly #table: ConnectionTable;
  readonly #requireSignature: boolean;
  #listeners: Listener[] = [];
  #sweep: Timer | undefined;
  #waiting: { readonly isOver: () => boolean; readonly resolve: () => void }[] = [];

  constructor(options: ReceiverOptions, limits: ResolvedReceiverOptions) {
    const { signers = {}, requireSignature = false } = options;
    const { maxMessageBytes } = limits;
    const changed = (): void => this.#tell();
    this.#limits = limits;
    this.#requireSignature = requireSignature;
    this.#backlog = new Backlog(limits.maxPendingBytesPerConnection, limits.maxPendingBytes, changed);
    this.#core = {
      backlog: this.#backlog,
      sink: {
        take: (frames, peer) => options.onFrames(frames, peer),
        acknowledge: (peer) => options.onAcknowledge?.(peer),
        failed: (error) => {
          options.onSinkFailed?.(error);
          this.#table.resetAll('sink-failed');
        },
      },
      createSplitter: (onRefused) =>
        // Sockets give each chunk memory of its own.
        new Splitter({ maxMessageBytes, signers, requireSignature, copy: false, onRefused }),
      refused: (refusal, peer) => options.onRefused?.(refusal, peer),
    };
    this.#table = new ConnectionTable(limits, this.#core, {
      connected: (peer) => options.onConnect?.(peer),
      disconnected: (report) => {
        options.onDisconnect?.(report);
        changed();
      },
    });
  }

  get connections(): number {
    return this.#table.size;
  }

  /** Listens at all places, or at none. */
  async open(): Promise<void> {
    // Wrong keys are refused now, not at the first connection.
    this.#core.createSplitter(() => {});
    try {
      for (const listen of this.#limits.listen) {
        const listener = await this.#listen(listen);
        this.#listeners.push(listener);
        this.urls.push(listener.url);
      }
    } catch (error) {
      await this.abort();
      throw error;
    }
    const { frameTimeoutMs } = this.#limits;
    const sweepMs = Math.max(1, Math.floor(frameTimeoutMs / 4));
    this.#sweep = systemClock.setInterval(() => this.#table.checkFrames(frameTimeoutMs), sweepMs);
    this.#sweep.unref();
  }

  pause(): void {
    this.#table.setPaused(true);
  }

  resume(): void {
    this.#table.setPaused(false);
  }

  resetConnections(): void {
    this.#table.resetAll('stopped');
  }

  async close({ timeout = 5000 }: ReceiverCloseOptions = {}): Promise<void> {
    this.#stopListening();
    this.#table.drain();
    let isOver = false;
    const timer = systemClock.setTimeout(() => {
      isOver = true;
      this.#tell();
    }, timeout);
    await this.#until(() => isOver || (this.#table.size === 0 && this.#backlog.total === 0));
    systemClock.clear(timer);
    await this.abort();
  }

  abort(): Promise<void> {
    this.#stopListening();
    this.#table.stop();
    return this.#until(() => this.#table.size === 0);
  }

  #listen(listen: ResolvedListen): Promise<Listener> {
    const { handshakeTimeoutMs, maxMessageBytes } = this.#limits;
    if (listen.kind !== 'udp') {
      return StreamListener.open(listen, handshakeTimeoutMs, this.#table.handlersOf(listen));
    }
    const limits = { maxMessageBytes, requireSignature: this.#requireSignature };
    return DatagramListener.open(listen, this.#table.nextPeerId(), this.#core, limits);
  }

  #stopListening(): void {
    systemClock.clear(this.#sweep);
    for (const listener of this.#listeners) listener.close();
    this.#listeners = [];
  }

  #until(isOver: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push({ isOver, resolve });
      this.#tell();
    });
  }

  #tell(): void {
    const over = this.#waiting.filter(({ isOver }) => isOver());
    this.#waiting = this.#waiting.filter((each) => !over.includes(each));
    for (const { resolve } of over) resolve();
  }
}
