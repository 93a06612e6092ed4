import type { MessagePort } from 'node:worker_threads';
import { systemClock } from '../../clock.ts';
import { HekaError } from '../../errors.ts';
import type { Frame } from '../../framing/frame.ts';
import type { Peer } from '../../receiver/index.ts';
import { LocalHost, type ReceiverSettings } from '../receiver-host.ts';
import { packFrames } from './pack-frames.ts';
import { CELLS, type FromReceivers, type ToReceivers } from './protocol.ts';

/** For how long a closed receiver without connections waits for the next one of a sender that is about to end. */
const LAST_CONNECTION_MS = 250;

/** Serves the receivers of a process, in their thread. */
export function serveReceivers(port: MessagePort): void {
  const receivers = new Map<number, ThreadReceiver>();
  const over = (receiver: number): void => {
    receivers.delete(receiver);
    if (receivers.size === 0) port.postMessage({ kind: 'idle' } satisfies FromReceivers);
  };
  port.on('message', (message: ToReceivers) => {
    if (message.kind === 'create') {
      receivers.set(message.receiver, new ThreadReceiver(message, port, () => over(message.receiver)));
      return;
    }
    // A closed receiver that still has senders must not keep the place of an open one.
    if (message.kind === 'start') for (const each of receivers.values()) each.makeRoom(message.settings);
    receivers.get(message.receiver)?.handle(message);
  });
}

class ThreadReceiver {
  readonly #id: number;
  readonly #port: MessagePort;
  readonly #cells: Int32Array;
  readonly #isAsked: boolean;
  readonly #onOver: () => void;
  readonly #host: LocalHost;
  readonly #batches = new Map<number, { resolve(): void; reject(error: Error): void }>();
  #lastBatch = 0;
  #url = '';
  #isClosed = false;

  /** @param onOver called when it is closed and no sender is connected any more */
  constructor(
    message: Extract<ToReceivers, { readonly kind: 'create' }>,
    port: MessagePort,
    onOver: () => void,
  ) {
    this.#id = message.receiver;
    this.#port = port;
    this.#cells = message.cells;
    this.#isAsked = message.isAsked;
    this.#onOver = onOver;
    this.#host = new LocalHost(
      {
        frames: (frames, peer) => this.#frames(frames, peer),
        refused: (refusal, peer) => this.#tell({ kind: 'refused', receiver: this.#id, refusal, peer }),
        ended: (report) => this.#tell({ kind: 'ended', receiver: this.#id, report }),
      },
      () => this.#connectionsChanged(),
    );
  }

  /** Leaves the place that another receiver is to have. */
  makeRoom({ listen }: ReceiverSettings): void {
    if (!this.#isClosed) return;
    const isTaken = listen.some((place) =>
      place.kind === 'unix'
        ? this.#url === `unix://${place.path}`
        : this.#url.endsWith(`:${place.port}`) && place.port !== 0,
    );
    if (isTaken) void this.#end();
  }

  handle(message: Exclude<ToReceivers, { readonly kind: 'create' }>): void {
    switch (message.kind) {
      case 'start':
        void this.#answer(message.call, async () => {
          this.#url = await this.#host.start(message.settings);
          return this.#url;
        });
        return;
      case 'stop':
        void this.#answer(message.call, () => this.#host.stop());
        return;
      case 'close':
        void this.#answer(message.call, () => this.#close());
        return;
      case 'taken':
        this.#taken(message.batch, message.error);
        return;
      case 'pause':
        this.#host.pause();
        break;
      case 'resume':
        this.#host.resume();
        break;
      case 'reset':
        this.#host.resetConnections();
        break;
    }
    Atomics.store(this.#cells, CELLS.COMMAND, message.command);
    Atomics.notify(this.#cells, CELLS.COMMAND);
  }

  async #answer(call: number, action: () => Promise<string | void>): Promise<void> {
    try {
      const url = (await action()) ?? '';
      this.#port.postMessage({ kind: 'done', call, url } satisfies FromReceivers);
    } catch (error) {
      const code = error instanceof HekaError ? error.code : undefined;
      const { message } = error as Error;
      this.#port.postMessage({ kind: 'failed', call, code, message } satisfies FromReceivers);
    }
  }

  #frames(frames: readonly Frame[], peer: Peer): void | Promise<void> {
    if (this.#isClosed) return undefined;
    const packed = packFrames(frames);
    const batch = this.#isAsked ? ++this.#lastBatch : undefined;
    this.#tell({ kind: 'frames', receiver: this.#id, batch, packed, peer }, [
      packed.bytes.buffer as ArrayBuffer,
    ]);
    if (batch === undefined) return undefined;
    return new Promise((resolve, reject) => this.#batches.set(batch, { resolve, reject }));
  }

  #taken(batch: number, error: string | undefined): void {
    const waiter = this.#batches.get(batch);
    this.#batches.delete(batch);
    if (error === undefined) waiter?.resolve();
    else waiter?.reject(new Error(error));
  }

  /**
   * Senders that are still connected may end in their own time, as with a receiver that stays: what they still send is
   * taken and shown to nobody. Otherwise they would try to deliver it again, complain on stderr, and keep the test waiting.
   */
  async #close(): Promise<void> {
    this.#isClosed = true;
    for (const batch of this.#batches.values()) batch.resolve();
    this.#host.resume();
    if (this.#host.connections === 0) await this.#end();
  }

  #connectionsChanged(): void {
    const { connections } = this.#host;
    Atomics.store(this.#cells, CELLS.CONNECTIONS, connections);
    if (!this.#isClosed || connections > 0) return;
    systemClock.setTimeout(() => {
      if (this.#host.connections === 0) void this.#end();
    }, LAST_CONNECTION_MS);
  }

  async #end(): Promise<void> {
    await this.#host.stop();
    this.#onOver();
  }

  /** Tells the test, unless it has closed the receiver. */
  #tell(message: FromReceivers, moved: readonly ArrayBuffer[] = []): void {
    if (!this.#isClosed) this.#port.postMessage(message, moved);
  }
}
