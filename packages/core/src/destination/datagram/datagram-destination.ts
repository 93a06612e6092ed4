import { type Segment, segmentBytes, segmentLength } from '../../queue/chunk.ts';
import type { FrameQueue } from '../../queue/frame-queue.ts';
import type { DatagramSender } from '../../sender/sender.ts';
import type { Destination, DestinationHooks, DestinationState } from '../destination.ts';

/** Datagrams handed to the kernel at a time. */
const MAX_IN_FLIGHT = 16;

/** What a datagram destination needs. */
export interface DatagramDestinationOptions {
  readonly sender: DatagramSender;
  readonly queue: FrameQueue;
  /** Bytes in one datagram at most. */
  readonly maxDatagramBytes: number;
  /** True packs whole frames together, false sends one bare message per datagram. */
  readonly framing: boolean;
  readonly hooks: DestinationHooks;
}

/**
 * Sends frames as datagrams: at most once, counted. A datagram holds whole frames only, for both stock receivers cut
 * longer ones and then damage what follows. What the kernel took counts as confirmed; what it refused is dropped as
 * `send-failed`.
 */
export class DatagramDestination implements Destination {
  readonly connections = 0;
  readonly #sender: DatagramSender;
  readonly #queue: FrameQueue;
  readonly #maxBytes: number;
  readonly #framing: boolean;
  readonly #hooks: DestinationHooks;
  readonly #inFlight = new Set<Segment>();
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

  get firstUnwrittenOrdinal(): number {
    let first = this.#queue.firstUnsentOrdinal;
    for (const { chunk, from } of this.#inFlight) first = Math.min(first, chunk.firstOrdinal + from);
    return first;
  }

  get firstUnconfirmedOrdinal(): number {
    return this.firstUnwrittenOrdinal;
  }

  get oldestTime(): number | undefined {
    let oldest: number | undefined;
    for (const { chunk, from } of this.#inFlight)
      oldest = Math.min(oldest ?? Infinity, chunk.times[from] as number);
    return oldest;
  }

  wake(): void {
    while (!this.#closed && this.#inFlight.size < MAX_IN_FLIGHT) {
      const segment = this.#queue.take(this.#framing ? this.#maxBytes : 1);
      if (segment === undefined) return;
      if (segmentLength(segment) > this.#maxBytes) this.#give(segment, 'oversize');
      else this.#send(segment);
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

  close(): Promise<void> {
    this.#closed = true;
    for (const segment of this.#inFlight) this.#queue.putBack([segment]);
    this.#inFlight.clear();
    this.#sender.close();
    return Promise.resolve();
  }

  #send(segment: Segment): void {
    this.#inFlight.add(segment);
    this.#sender.send(segmentBytes(segment), (error) => {
      if (!this.#inFlight.delete(segment)) return;
      if (error === undefined) {
        const messages = segment.to - segment.from;
        this.#queue.release(segment);
        this.#hooks.confirmed(messages, false);
      } else {
        this.#hooks.disconnected(this.#sender.url, error);
        this.#give(segment, 'send-failed');
      }
      this.#hooks.progress();
      this.wake();
    });
  }

  #give(segment: Segment, reason: 'send-failed' | 'oversize'): void {
    const messages = segment.to - segment.from;
    this.#queue.release(segment);
    this.#hooks.dropped(reason, messages);
  }
}
