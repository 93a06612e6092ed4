/**
 * One connection of a receiver, as hekad and Hindsight treat it: read to the end, deliver everything, close only then.
 *
 *     reading --data--> deliver ---------------------------------------------> output
 *        |                 \-- output blocked: hold; pool full: stop reading
 *        +--end, nothing held--> close   (or stay half open forever)
 *        +--closeAfter bytes---> close without being asked
 */
import type { Socket } from 'node:net';
import { FrameReader } from '../oracle/frame-reader.ts';
import type { RecordFiles } from '../oracle/records.ts';
import type { Gate } from './gate.ts';
import type { Output } from './output.ts';
import type { AtEnd } from './receiver-options.ts';

/** What a connection needs from its receiver. */
export interface ConnectionContext {
  readonly output: Output;
  readonly files: RecordFiles;
  readonly gate: Gate;
  readonly readBytesPerSecond: number;
  /** Bytes after which a connection may be closed unasked. */
  closeAfterBytes(): number;
  /** True when a connection that has read as much is to be closed now. */
  takeClosing(): boolean;
  atEnd(): AtEnd;
  onGone(connection: Connection): void;
}

export class Connection {
  readonly #context: ConnectionContext;
  readonly #number: number;
  readonly #socket: Socket;
  readonly #reader: FrameReader;
  readonly #held: Buffer[] = [];
  readonly #release = (): void => this.#deliverHeld();
  #bytesLeft: number;
  #ended = false;
  #gone = false;
  #halfOpen = false;

  constructor(socket: Socket, number: number, context: ConnectionContext) {
    this.#socket = socket;
    this.#number = number;
    this.#context = context;
    this.#reader = new FrameReader(context.output);
    this.#bytesLeft = context.closeAfterBytes();
    this.#note('open');
    context.gate.onOpen(this.#release);
    socket.on('data', (chunk) => this.#read(chunk));
    socket.on('end', () => this.#end());
    socket.on('error', () => this.#note('reset'));
    socket.on('close', () => this.#closed());
  }

  /** True when its end has come and it was left open. */
  get halfOpen(): boolean {
    return this.#halfOpen;
  }

  /** Stops reading until {@link resume}. */
  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  /** Closes a connection whose end has come. */
  closeHalfOpen(): void {
    if (this.#halfOpen) this.#close();
  }

  #read(chunk: Buffer): void {
    const { gate, readBytesPerSecond } = this.#context;
    if (gate.shut) {
      this.#held.push(chunk);
      gate.heldBytes += chunk.length;
      if (gate.full) this.#socket.pause();
      return;
    }
    this.#deliver(chunk);
    if (Number.isFinite(readBytesPerSecond)) {
      this.#socket.pause();
      setTimeout(() => this.#socket.resume(), (chunk.length / readBytesPerSecond) * 1000);
    }
  }

  #deliver(chunk: Buffer): void {
    this.#reader.push(chunk);
    this.#context.output.endOfChunk();
    this.#bytesLeft -= chunk.length;
    if (this.#bytesLeft <= 0 && !this.#socket.destroyed && this.#context.takeClosing())
      this.#socket.destroy();
  }

  #deliverHeld(): void {
    for (const chunk of this.#held.splice(0)) {
      this.#context.gate.heldBytes -= chunk.length;
      this.#deliver(chunk);
    }
    if (this.#gone) this.#leave();
    else if (this.#ended) this.#finish();
    else this.#socket.resume();
  }

  #end(): void {
    this.#ended = true;
    this.#note('ended');
    if (this.#held.length === 0) this.#finish();
  }

  #finish(): void {
    if (this.#context.atEnd() === 'close') this.#close();
    else this.#halfOpen = true;
  }

  #close(): void {
    this.#halfOpen = false;
    this.#socket.end();
  }

  #closed(): void {
    this.#gone = true;
    this.#note('closed');
    this.#context.onGone(this);
    // What was read before a reset is delivered as well: hekad does the same.
    if (this.#held.length === 0) this.#leave();
  }

  #leave(): void {
    this.#context.gate.remove(this.#release);
    if (this.#reader.pendingBytes === 0) return;
    this.#context.files.note({ at: Date.now(), event: 'torn', bytes: this.#reader.pendingBytes });
  }

  #note(event: 'open' | 'ended' | 'closed' | 'reset'): void {
    this.#context.files.note({ at: Date.now(), event, connection: this.#number });
  }
}
