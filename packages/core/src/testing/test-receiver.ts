import { HekaError } from '../errors.ts';
import type { HekaMessage } from '../message/heka-message.ts';
import type { ConnectionReport, Frame, Peer, ReceiverRefusal } from '../receiver/index.ts';
import { MessageWaiters } from './message-waiters.ts';
import { type MessagePredicate, readWait } from './read-wait.ts';
import type { HostEvents, ReceiverHost, ReceiverSettings } from './receiver-host.ts';

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
   * Waits until this many messages have come in all; resolves to all of them. With a predicate, or the text of a matcher
   * (`Severity <= 3 && Fields[order] == 17`), it waits until one message (or `count`) satisfies it, and resolves to those
   * that do.
   *
   * Rejects with HekaError `TIMEOUT`, with `CLOSED` if the receiver is closed meanwhile, and with `INVALID_OPTION` or
   * `INVALID_MATCHER`.
   */
  waitFor(what: number | string | MessagePredicate, options?: WaitOptions): Promise<readonly HekaMessage[]>;
  /** Forgets what came so far: messages, frames, refusals and ended connections. */
  clear(): void;
  /** Stops reading from connections, like a receiver that is stuck: senders fill the kernel's buffers, then wait. */
  pause(): void;
  /** Goes on reading. */
  resume(): void;
  /** Resets all connections; new ones are accepted at once. A unix socket cannot be reset, and is closed. */
  resetConnections(): void;
  /** Goes down as a killed receiver does: connections are reset, new ones are refused. */
  stop(): Promise<void>;
  /** Comes up again at the same address, after {@link stop}. What came before is kept. */
  restart(): Promise<void>;
  /**
   * Ends it: what comes afterwards is not shown, and calls of {@link waitFor} that still wait reject. A logger that is still connected may be
   * closed before or after: what it has to say at its end is taken. A second call does nothing.
   */
  close(): Promise<void>;
  /** The same as {@link close}, for `await using`. */
  [Symbol.asyncDispose](): Promise<void>;
}

type OnFrames = (frames: readonly Frame[], peer: Peer) => void | Promise<void>;

/** Keeps what a receiver receives. */
export class TestReceiver implements Receiver {
  readonly messages: HekaMessage[] = [];
  readonly frames: Frame[] = [];
  readonly refused: RefusedBytes[] = [];
  readonly ended: ConnectionReport[] = [];
  readonly #waiters = new MessageWaiters(this.messages);
  readonly #onFrames: OnFrames | undefined;
  readonly #host: ReceiverHost;
  #settings: ReceiverSettings;
  #url = '';
  #isClosed = false;

  /**
   * @param settings with one place to listen at
   * @param onFrames see {@link CreateReceiverOptions.onFrames}
   * @param createHost makes what runs it
   */
  constructor(
    settings: ReceiverSettings,
    onFrames: OnFrames | undefined,
    createHost: (events: HostEvents) => ReceiverHost,
  ) {
    this.#settings = settings;
    this.#onFrames = onFrames;
    this.#host = createHost({
      frames: (frames, peer) => this.#take(frames, peer),
      refused: (refusal, peer) => this.refused.push({ ...refusal, peer }),
      ended: (report) => this.ended.push(report),
    });
  }

  get url(): string {
    return this.#url;
  }

  get port(): number {
    return Number(/:(\d+)$/.exec(this.#url)?.[1] ?? 0);
  }

  get connections(): number {
    return this.#host.connections;
  }

  async waitFor(
    what: number | string | MessagePredicate,
    options: WaitOptions = {},
  ): Promise<readonly HekaMessage[]> {
    if (this.#isClosed) throw new HekaError('CLOSED', 'the receiver is closed');
    return this.#waiters.wait(readWait(what, options));
  }

  clear(): void {
    for (const list of [this.messages, this.frames, this.refused, this.ended]) list.length = 0;
  }

  pause(): void {
    this.#host.pause();
  }

  resume(): void {
    this.#host.resume();
  }

  resetConnections(): void {
    this.#host.resetConnections();
  }

  stop(): Promise<void> {
    return this.#isClosed ? Promise.resolve() : this.#host.stop();
  }

  async restart(): Promise<void> {
    if (this.#isClosed) throw new HekaError('CLOSED', 'the receiver is closed');
    if (this.#url !== '') await this.stop();
    this.#url = await this.#host.start(this.#settings);
    const { port } = this;
    const [place] = this.#settings.listen;
    if (place !== undefined && place.kind !== 'unix') {
      this.#settings = { ...this.#settings, listen: [{ ...place, port }] };
    }
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    await this.#host.close();
    this.#waiters.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #take(frames: readonly Frame[], peer: Peer): void | Promise<void> {
    const taken = this.#onFrames?.(frames, peer);
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
