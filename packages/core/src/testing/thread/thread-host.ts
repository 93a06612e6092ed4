import { HekaError } from '../../errors.ts';
import type { HostEvents, ReceiverHost, ReceiverSettings } from '../receiver-host.ts';
import { unpackFrames } from './pack-frames.ts';
import { CELLS } from './protocol.ts';
import { type ReceiverEvent, type ReceiverThread, receiverThread } from './receiver-thread.ts';

/** For how long a command is waited for that takes effect at once. */
const COMMAND_TIMEOUT_MS = 1000;

/** A receiver in a thread of its own, which lives on while the test's is blocked. */
export class ThreadHost implements ReceiverHost {
  readonly #events: HostEvents;
  readonly #thread: ReceiverThread = receiverThread();
  readonly #cells = new Int32Array(new SharedArrayBuffer(CELLS.COUNT * Int32Array.BYTES_PER_ELEMENT));
  readonly #receiver: number;
  #command = 0;

  /** @param isAsked true if no FIN may be sent before {@link HostEvents.frames} has said that messages are taken */
  constructor(events: HostEvents, isAsked: boolean) {
    this.#events = events;
    this.#receiver = this.#thread.create(this.#cells, isAsked, (event) => this.#take(event));
  }

  get connections(): number {
    return Atomics.load(this.#cells, CELLS.CONNECTIONS);
  }

  async start(settings: ReceiverSettings): Promise<string> {
    const receiver = this.#receiver;
    try {
      return await this.#thread.call((call) => ({ kind: 'start', receiver, call, settings }));
    } catch (error) {
      if ((error as Error).name !== 'DataCloneError') throw error;
      const why = 'functions and secure contexts cannot be given to another thread: use "thread: false"';
      throw new HekaError('INVALID_OPTION', why, error);
    }
  }

  async stop(): Promise<void> {
    await this.#thread.call((call) => ({ kind: 'stop', receiver: this.#receiver, call }));
  }

  pause(): void {
    this.#obey('pause');
  }

  resume(): void {
    this.#obey('resume');
  }

  resetConnections(): void {
    this.#obey('reset');
  }

  async close(): Promise<void> {
    try {
      await this.#thread.call((call) => ({ kind: 'close', receiver: this.#receiver, call }));
    } finally {
      this.#thread.remove(this.#receiver);
    }
  }

  /** Blocks until the other thread has done it: what the test does next must find it done. */
  #obey(kind: 'pause' | 'resume' | 'reset'): void {
    const command = ++this.#command;
    this.#thread.post({ kind, receiver: this.#receiver, command });
    while (Atomics.load(this.#cells, CELLS.COMMAND) < command) {
      const before = command - 1;
      if (Atomics.wait(this.#cells, CELLS.COMMAND, before, COMMAND_TIMEOUT_MS) === 'timed-out') return;
    }
  }

  #take(event: ReceiverEvent): void {
    switch (event.kind) {
      case 'frames':
        void this.#frames(event);
        break;
      case 'refused':
        this.#events.refused(event.refusal, event.peer);
        break;
      case 'ended':
        this.#events.ended(event.report);
        break;
    }
  }

  async #frames({ batch, packed, peer }: Extract<ReceiverEvent, { readonly kind: 'frames' }>): Promise<void> {
    const receiver = this.#receiver;
    try {
      const taken = this.#events.frames(unpackFrames(packed), peer);
      if (batch === undefined) return;
      await taken;
      this.#thread.post({ kind: 'taken', receiver, batch });
    } catch (error) {
      if (batch === undefined) throw error;
      this.#thread.post({ kind: 'taken', receiver, batch, error: String(error) });
    }
  }
}
