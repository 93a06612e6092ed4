import type { Frame } from '../../framing/frame.ts';
import type { Peer } from '../peer.ts';
import type { Backlog, BacklogMember } from './backlog.ts';

/** Roughly what a decoded message takes beside its bytes: many tiny messages must not count as nothing. */
const FRAME_OVERHEAD_BYTES = 512;

/** The sink, and where its failures go. */
export interface Sink {
  take(frames: readonly Frame[], peer: Peer): void | Promise<void>;
  /** All messages of the connection are taken, and a FIN is about to say so. */
  acknowledge(peer: Peer): void | Promise<void>;
  failed(error: unknown): void;
}

/** What a {@link Handover} calls. */
interface HandoverEvents {
  /** The sink has taken one more batch. */
  taken(): void;
  /** The sink has caught up so far that reading may go on, if {@link Handover.isBehind} agrees. */
  resume(): void;
}

/** Hands messages of one connection to the sink, and knows how far the sink is behind. */
export class Handover implements BacklogMember {
  readonly #sink: Sink;
  readonly #backlog: Backlog;
  readonly #events: HandoverEvents;
  #pendingCost = 0;
  #messages = 0;
  #acknowledged = 0;

  constructor(sink: Sink, backlog: Backlog, events: HandoverEvents) {
    this.#sink = sink;
    this.#backlog = backlog;
    this.#events = events;
  }

  /** Cost of what the sink has not taken yet, in bytes; 0 only once it has taken everything. */
  get pendingCost(): number {
    return this.#pendingCost;
  }

  /** Messages handed over. */
  get messages(): number {
    return this.#messages;
  }

  /** True while nothing more should be read; `resume` is called later. */
  get isBehind(): boolean {
    return this.#backlog.isFull(this);
  }

  /**
   * @param frames what a read gave, may be empty
   * @param bytes how much memory that read holds
   */
  deliver(frames: readonly Frame[], bytes: number, peer: Peer): void {
    if (frames.length === 0) return;
    this.#messages += frames.length;
    let taken: void | Promise<void>;
    try {
      taken = this.#sink.take(frames, peer);
    } catch (error) {
      this.#sink.failed(error);
      return;
    }
    if (taken !== undefined) this.#await(taken, bytes + frames.length * FRAME_OVERHEAD_BYTES);
  }

  /**
   * Asks the sink whether what it has taken may be acknowledged.
   *
   * @param done called when it may, unless more messages were handed over meanwhile; at once when there is nothing to ask
   */
  acknowledge(peer: Peer, done: () => void): void {
    const messages = this.#messages;
    const granted = (): void => {
      this.#acknowledged = messages;
      if (this.#messages === messages && this.#pendingCost === 0) done();
    };
    if (messages === this.#acknowledged) {
      done();
      return;
    }
    let answer: void | Promise<void>;
    try {
      answer = this.#sink.acknowledge(peer);
    } catch (error) {
      this.#sink.failed(error);
      return;
    }
    if (answer === undefined) granted();
    else answer.then(granted, (error: unknown) => this.#sink.failed(error));
  }

  /** Never asks to go on reading again. */
  close(): void {
    this.#backlog.forget(this);
  }

  resumeReading(): void {
    this.#events.resume();
  }

  #await(taken: Promise<void>, cost: number): void {
    this.#pendingCost += cost;
    this.#backlog.add(cost);
    const settled = (): void => {
      this.#pendingCost -= cost;
      this.#backlog.remove(cost);
      this.#events.taken();
    };
    taken.then(settled, (error: unknown) => {
      // First: whoever learns that everything is taken must know by then that it failed.
      this.#sink.failed(error);
      settled();
    });
  }
}
