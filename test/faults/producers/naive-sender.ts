import { connect, type NetConnectOpts, type Socket } from 'node:net';
import { plainFrame } from './plain-frame.ts';
import type { Sender, SenderEvent, SenderFlush, SenderStats } from './sender.ts';

/** Bytes that wait for the kernel before `ready()` makes producers wait. */
const highWaterBytes = 1024 * 1024;
const reconnectMs = 50;

/**
 * What shippers usually do over plain TCP: a write that the kernel took counts as delivered, and what was not taken
 * when the connection broke is sent again. The suite proves itself on it: under the same faults it must lose.
 */
export class NaiveSender implements Sender {
  readonly #target: NetConnectOpts;
  readonly #onEvent: (event: SenderEvent) => void;
  /** Frames that the kernel has not taken, in order; written ones first. */
  readonly #frames = new Map<number, Buffer>();
  #bytes = 0;
  #accepted = 0;
  #confirmed = 0;
  #replayed = 0;
  #socket: Socket | undefined;
  #open = false;
  #closing = false;
  #waiting: (() => void)[] = [];

  constructor(target: NetConnectOpts, onEvent: (event: SenderEvent) => void) {
    this.#target = target;
    this.#onEvent = onEvent;
    this.#connect();
  }

  log(uuid: Buffer, payload: string): boolean {
    const id = this.#accepted++;
    const frame = plainFrame(uuid, payload);
    this.#frames.set(id, frame);
    this.#bytes += frame.length;
    if (this.#open) this.#write(id, frame);
    return true;
  }

  async ready(): Promise<void> {
    while (this.#bytes > highWaterBytes) await this.#progress();
  }

  async flush(timeoutMs: number): Promise<SenderFlush> {
    const deadline = Date.now() + timeoutMs;
    while (this.#frames.size > 0 && Date.now() < deadline) await this.#progress(deadline - Date.now());
    return {
      confirmed: this.#confirmed,
      unsettled: 0,
      pending: this.#frames.size,
      dropped: {},
      timedOut: this.#frames.size > 0,
    };
  }

  async close(timeoutMs: number): Promise<SenderFlush> {
    const result = await this.flush(timeoutMs);
    this.#closing = true;
    this.#socket?.end();
    return result;
  }

  stats(): SenderStats {
    return {
      state: this.#open ? 'open' : 'backoff',
      accepted: this.#accepted,
      confirmed: this.#confirmed,
      pending: this.#frames.size,
      dropped: {},
      unconfirmedBytes: this.#bytes,
      connections: this.#open ? 1 : 0,
      replayedMessages: this.#replayed,
      oldestPendingMs: 0,
      unsettled: 0,
    };
  }

  #connect(): void {
    const socket = connect(this.#target);
    this.#socket = socket;
    socket.on('connect', () => {
      this.#open = true;
      this.#onEvent('connected');
      this.#replayed += this.#frames.size;
      for (const [id, frame] of this.#frames) this.#write(id, frame);
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      if (this.#open) this.#onEvent('disconnected');
      this.#open = false;
      if (!this.#closing) setTimeout(() => this.#connect(), reconnectMs);
    });
    socket.resume();
  }

  #write(id: number, frame: Buffer): void {
    this.#socket?.write(frame, (error) => {
      if (error || !this.#frames.delete(id)) return;
      this.#bytes -= frame.length;
      this.#confirmed++;
      for (const resume of this.#waiting.splice(0)) resume();
    });
  }

  #progress(timeoutMs = 1000): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, timeoutMs);
      this.#waiting.push(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }
}
