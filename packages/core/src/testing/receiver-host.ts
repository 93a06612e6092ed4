import type { Frame } from '../framing/frame.ts';
import type { ConnectionReport, Peer, ReceiverOptions, ReceiverRefusal } from '../receiver/index.ts';
import { openReceiver, type ReceiverServer } from '../receiver/receiver-server.ts';

/** Options of a receiver that are data: what a thread can be given. */
export type ReceiverSettings = Omit<
  ReceiverOptions,
  'onFrames' | 'onAcknowledge' | 'onRefused' | 'onConnect' | 'onDisconnect' | 'onSinkFailed'
>;

/** What a host calls. */
export interface HostEvents {
  /** Messages came. No FIN is sent before a promise that this returns resolves. */
  frames(frames: readonly Frame[], peer: Peer): void | Promise<void>;
  refused(refusal: ReceiverRefusal, peer: Peer): void;
  ended(report: ConnectionReport): void;
}

/** Where a test's receiver runs: in the thread of the test, or in one of its own. */
export interface ReceiverHost {
  /** Connections that are open now. */
  readonly connections: number;
  /** Listens; resolves to the url. @throws HekaError `INVALID_OPTION`, `LISTEN_FAILED` */
  start(settings: ReceiverSettings): Promise<string>;
  /** Resets all connections and listens no more, until it is started again. */
  stop(): Promise<void>;
  pause(): void;
  resume(): void;
  resetConnections(): void;
  /** The end. */
  close(): Promise<void>;
}

/** A receiver in the thread that has made it. */
export class LocalHost implements ReceiverHost {
  readonly #events: HostEvents;
  readonly #onConnections: () => void;
  #server: ReceiverServer | undefined;

  /** @param onConnections called when a connection was opened or is over */
  constructor(events: HostEvents, onConnections: () => void = () => {}) {
    this.#events = events;
    this.#onConnections = onConnections;
  }

  get connections(): number {
    return this.#server?.connections ?? 0;
  }

  async start(settings: ReceiverSettings): Promise<string> {
    const server = await openReceiver({
      ...settings,
      onFrames: (frames, peer) => this.#events.frames(frames, peer),
      onRefused: (refusal, peer) => this.#events.refused(refusal, peer),
      onConnect: () => this.#onConnections(),
      onDisconnect: (report) => {
        this.#events.ended(report);
        this.#onConnections();
      },
    });
    this.#server = server;
    return server.urls[0] ?? '';
  }

  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    await server?.abort();
  }

  pause(): void {
    this.#server?.pause();
  }

  resume(): void {
    this.#server?.resume();
  }

  resetConnections(): void {
    this.#server?.resetConnections();
  }

  close(): Promise<void> {
    return this.stop();
  }
}
