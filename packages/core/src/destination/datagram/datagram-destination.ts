import type { FrameRun, FrameStore } from '../../queue/frame-store.ts';
import type { DatagramSender } from '../../sender/sender.ts';
import type { Destination, DestinationHooks, DestinationState } from '../destination.ts';

/** Datagrams under way at a time. */
const MAX_IN_FLIGHT = 16;

/** What a datagram destination needs. */
interface DatagramDestinationOptions {
  readonly sender: DatagramSender;
  readonly queue: FrameStore;
  /** The most bytes that one datagram may hold. */
  readonly maxDatagramBytes: number;
  /** True packs whole frames together, false sends one bare message per datagram. */
  readonly framing: boolean;
  readonly hooks: DestinationHooks;
}

/**
 * Sends frames as datagrams: at most once, and counted. A datagram holds only whole frames, because both stock receivers
 * cut longer ones and then damage what follows. What the kernel took counts as confirmed; what it refused is dropped as
 * `send-failed`.
 */
export class DatagramDestination implements Destination {
  readonly connections = 0;
  readonly unsettled = 0;
  readonly #sender: DatagramSender;
  readonly #queue: FrameStore;
  readonly #maxBytes: number;
  readonly #framing: boolean;
  readonly #hooks: DestinationHooks;
  readonly #inFlight = new Set<FrameRun>();
  #closed = false;

  constructor(options: DatagramDestinationOptions) {
    this.#sender = options.sender;
    this.#queue = options.queue;
    this.#maxBytes = options.maxDatagramBytes;
    this.#framing = options.framing;
    this.#hooks = options.hooks;
  }

  get state(): DestinationState {
    return this.#closed ? 'closed' : 'open';
  }

  get unwrittenFrames(): number {
    let frames = 0;
    for (const run of this.#inFlight) frames += run.frames;
    return frames;
  }

  get firstUnwrittenOrdinal(): number {
    let first = this.#queue.firstUnsentOrdinal;
    for (const { ordinal } of this.#inFlight) first = Math.min(first, ordinal);
    return first;
  }

  get firstUnclosedOrdinal(): number {
    return this.firstUnwrittenOrdinal;
  }

  wake(): void {
    while (!this.#closed && this.#inFlight.size < MAX_IN_FLIGHT) {
      const run = this.#queue.take(this.#framing ? this.#maxBytes : 1);
      if (run === undefined) return;
      if (run.byteLength <= this.#maxBytes) this.#send(run);
      else {
        this.#give(run, 'oversize');
        this.#hooks.progress();
      }
    }
  }

  confirmUpTo(): void {
    this.wake();
  }

  setUrgent(): void {
    this.wake();
  }

  reclaim(): boolean {
    return false;
  }

  rest(): void {
    if (this.#inFlight.size === 0) this.#sender.rest();
  }

  close(): Promise<void> {
    this.#closed = true;
    for (const run of this.#inFlight) this.#queue.putBack([run]);
    this.#inFlight.clear();
    this.#sender.close();
    return Promise.resolve();
  }

  #send(run: FrameRun): void {
    this.#inFlight.add(run);
    this.#sender.send(run.bytes(), (error) => {
      if (!this.#inFlight.delete(run)) return;
      if (error === undefined) {
        const messages = run.frames;
        this.#queue.release(run);
        this.#hooks.confirmed(messages);
      } else {
        this.#hooks.trouble(error);
        this.#give(run, 'send-failed');
      }
      this.#hooks.progress();
      this.wake();
    });
  }

  #give(run: FrameRun, reason: 'send-failed' | 'oversize'): void {
    const messages = run.frames;
    this.#queue.release(run);
    this.#hooks.dropped(reason, messages);
  }
}
