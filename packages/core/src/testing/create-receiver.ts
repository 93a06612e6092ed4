import type { TlsOptions } from 'node:tls';
import { HekaError } from '../errors.ts';
import type { HekaMessage } from '../message/heka-message.ts';
import {
  type ConnectionReport,
  type Frame,
  type Listen,
  openReceiver,
  type Peer,
  type ReceiverLimits,
  type ReceiverRefusal,
  type ReceiverServer,
} from '../receiver/index.ts';
import { type MessagePredicate, MessageWaiters } from './message-waiters.ts';

/** Options of {@link createReceiver}. At most one of `tls`, `unix` and `udp`; plain TCP without. */
export interface CreateReceiverOptions extends ReceiverLimits {
  /** TLS, with node's options of `tls.createServer`: `{ cert, key }` at least. */
  readonly tls?: TlsOptions;
  /** A unix socket at this path. */
  readonly unix?: string;
  /** UDP: datagrams of whole frames, or of one bare message each. */
  readonly udp?: boolean;
  /** Address to listen at; an IPv6 address is taken as well. @default '127.0.0.1' */
  readonly host?: string;
  /** @default 0, any free port */
  readonly port?: number;
  /** HMAC keys that signed messages are checked with, by `<signer>_<key version>`. @default none */
  readonly signers?: Readonly<Record<string, string | Uint8Array>>;
  /** True refuses messages without a signature. @default false */
  readonly requireSignature?: boolean;
  /** Connections from one address at most. @default the value of `maxConnections`: tests come from one address */
  readonly maxConnectionsPerAddress?: number;
  /**
   * Called with the messages of each read before they show in `messages`. The receiver sends no FIN before a promise
   * that it returns resolves; where it throws or rejects, all connections are reset, and the messages do not show.
   */
  readonly onFrames?: (frames: readonly Frame[], peer: Peer) => void | Promise<void>;
}

/** Options of {@link Receiver.waitFor}. */
export interface WaitOptions {
  /** How many messages must satisfy the predicate. @default 1 */
  readonly count?: number;
  /** Milliseconds. @default 10000 */
  readonly timeout?: number;
}

/** Something that was refused, and who sent it. */
export interface RefusedBytes extends ReceiverRefusal {
  readonly peer: Peer;
}

/** A receiver in the process of a test. */
export interface Receiver {
  /** For the option `url` of a logger: `tcp://127.0.0.1:40123`. It stays the same over {@link restart}. */
  readonly url: string;
  /** The port of {@link url}; 0 for a unix socket. */
  readonly port: number;
  /** All messages, in the order of their arrival. Grows as they come. */
  readonly messages: readonly HekaMessage[];
  /** The frames of {@link messages}, with their bytes and the name of a verified signer. */
  readonly frames: readonly Frame[];
  /** What was refused, and why. */
  readonly refused: readonly RefusedBytes[];
  /** What became of each connection that is over. */
  readonly ended: readonly ConnectionReport[];
  /** Connections that are open now. */
  readonly connections: number;
  /**
   * Waits until so many messages have come in all; resolves to all of them. With a predicate it waits until one message
   * (or `count`) satisfies it, and resolves to those that do.
   *
   * Rejects with HekaError `TIMEOUT`, and `CLOSED` where the receiver is closed meanwhile.
   */
  waitFor(what: number | MessagePredicate, options?: WaitOptions): Promise<readonly HekaMessage[]>;
  /** Forgets what came so far: messages, frames, refusals and ended connections. */
  clear(): void;
  /** Stops reading from connections, as a receiver that is stuck does: senders fill the kernel's buffers, then wait. */
  pause(): void;
  /** Goes on reading. */
  resume(): void;
  /** Resets all connections; new ones are taken at once. A unix socket knows no reset: it is closed. */
  resetConnections(): void;
  /** Goes down as a killed receiver does: connections are reset, new ones are refused. */
  stop(): Promise<void>;
  /** Comes up again at the same address, after {@link stop}. What came before is kept. */
  restart(): Promise<void>;
  /** Ends it: connections are reset, and who still waits is told. A second call does nothing. */
  close(): Promise<void>;
  /** The same as {@link close}, for `await using`. */
  [Symbol.asyncDispose](): Promise<void>;
}

/**
 * Starts a receiver in this process, for tests of an application's logs.
 *
 * @throws HekaError `INVALID_OPTION`, `LISTEN_FAILED`
 */
export async function createReceiver(options: CreateReceiverOptions = {}): Promise<Receiver> {
  const receiver = new TestReceiver(options);
  await receiver.restart();
  return receiver;
}

const DEFAULT_TIMEOUT_MS = 10_000;

class TestReceiver implements Receiver {
  readonly messages: HekaMessage[] = [];
  readonly frames: Frame[] = [];
  readonly refused: RefusedBytes[] = [];
  readonly ended: ConnectionReport[] = [];
  readonly #options: CreateReceiverOptions;
  readonly #waiters = new MessageWaiters(this.messages);
  #server: ReceiverServer | undefined;
  #url = '';
  #isClosed = false;

  constructor(options: CreateReceiverOptions) {
    this.#options = options;
  }

  get url(): string {
    return this.#url;
  }

  get port(): number {
    return Number(/:(\d+)$/.exec(this.#url)?.[1] ?? 0);
  }

  get connections(): number {
    return this.#server?.connections ?? 0;
  }

  waitFor(what: number | MessagePredicate, options: WaitOptions = {}): Promise<readonly HekaMessage[]> {
    const { timeout = DEFAULT_TIMEOUT_MS } = options;
    if (this.#isClosed) return Promise.reject(new HekaError('CLOSED', 'the receiver is closed'));
    return typeof what === 'number'
      ? this.#waiters.wait(() => true, what, timeout)
      : this.#waiters.wait(what, options.count ?? 1, timeout);
  }

  clear(): void {
    for (const list of [this.messages, this.frames, this.refused, this.ended]) list.length = 0;
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

  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    await server?.abort();
  }

  async restart(): Promise<void> {
    if (this.#isClosed) throw new HekaError('CLOSED', 'the receiver is closed');
    await this.stop();
    const { tls, unix, udp, host, port, onFrames, ...options } = this.#options;
    const server = await openReceiver({
      maxConnectionsPerAddress: options.maxConnections ?? 1000,
      ...options,
      listen: [listenOf({ tls, unix, udp, host, port: this.port === 0 ? port : this.port })],
      onFrames: (frames, peer) => this.#take(frames, onFrames?.(frames, peer)),
      onRefused: (refusal, peer) => this.refused.push({ ...refusal, peer }),
      onDisconnect: (report) => this.ended.push(report),
    });
    this.#server = server;
    this.#url = server.urls[0] ?? '';
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.stop();
    this.#waiters.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #take(frames: readonly Frame[], taken: void | Promise<void>): void | Promise<void> {
    if (taken === undefined) this.#show(frames);
    return taken?.then(() => this.#show(frames));
  }

  #show(frames: readonly Frame[]): void {
    for (const frame of frames) {
      this.frames.push(frame);
      this.messages.push(frame.message);
    }
    this.#waiters.tell();
  }
}

type Place = {
  readonly [K in 'tls' | 'unix' | 'udp' | 'host' | 'port']: CreateReceiverOptions[K] | undefined;
};

function listenOf({ tls, unix, udp = false, host, port = 0 }: Place): Listen {
  if ([tls !== undefined, unix !== undefined, udp].filter(Boolean).length > 1) {
    throw new HekaError(
      'INVALID_OPTION',
      'options "tls", "unix" and "udp": at most one of them may be given',
    );
  }
  if (unix !== undefined) return { kind: 'unix', path: unix };
  const place = host === undefined ? { port } : { host, port };
  return tls === undefined ? { kind: udp ? 'udp' : 'tcp', ...place } : { kind: 'tls', tls, ...place };
}
