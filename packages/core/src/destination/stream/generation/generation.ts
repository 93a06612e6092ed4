import type { Clock } from '../../../clock.ts';
import { HekaError } from '../../../errors.ts';
import type { Address } from '../../../net/address.ts';
import type { FrameRun } from '../../../queue/frame-store.ts';
import { Cargo } from './cargo.ts';
import { Connection, type Opened } from './connection.ts';
import { PendingWrites } from './pending-writes.ts';

/** Bytes that wait for the kernel move if it took some within this time. */
const MOVING_MS = 1_000;

/** The state of a generation and what belongs to it; the state machine is drawn in `confirmation.ts`. */
type Life =
  /** Carries frames. */
  | { readonly state: 'open' }
  /** Its sentinel, the next connection, is open; the last bytes are given time before `end()`. */
  | { readonly state: 'ending'; readonly sentinel: Generation }
  /** `end()` was called; the peer's FIN is awaited. */
  | { readonly state: 'ended'; readonly sentinel: Generation; readonly endedAt: number }
  /** Closed cleanly; the settle time runs. */
  | {
      readonly state: 'settling';
      readonly sentinel: Generation;
      readonly endedAt: number;
      readonly closedAt: number;
    }
  /** The same, after the short wait at the end of life. */
  | {
      readonly state: 'unsettled';
      readonly sentinel: Generation;
      readonly endedAt: number;
      readonly closedAt: number;
    }
  /** Its frames have arrived, or it never had any. */
  | { readonly state: 'confirmed'; readonly sentinel: Generation | undefined }
  /** Its frames must be sent again. */
  | { readonly state: 'failed' };

type GenerationState = Life['state'];

/** What a generation reports to its owner. */
export interface GenerationHooks {
  /** The kernel took frames, in the order of writing. */
  written(generation: Generation, frames: number): void;
  /** It was closed cleanly, `closeMs` after our `end()`, and is settling now. */
  closedCleanly(generation: Generation, closeMs: number): void;
  /** Anything else happened to its connection. */
  failed(generation: Generation, error: HekaError): void;
}

/** What a generation is made of. */
interface GenerationInit {
  /** Grows from one generation to the next. */
  readonly id: number;
  readonly opened: Opened;
  readonly clock: Clock;
  readonly hooks: GenerationHooks;
  /** True if it never carries frames and only vouches for another one. @default false */
  readonly isWatch?: boolean;
}

/**
 * One connection, the frames that were written to it, and how far their confirmation is. A transition that the present
 * state does not allow does nothing.
 */
export class Generation {
  readonly id: number;
  readonly isWatch: boolean;
  readonly openedAt: number;
  /** The frames that were written to it and not taken away. */
  readonly cargo = new Cargo();
  readonly #connection: Connection;
  readonly #writes: PendingWrites;
  readonly #clock: Clock;
  readonly #hooks: GenerationHooks;
  #life: Life = { state: 'open' };

  constructor({ id, opened, clock, hooks, isWatch = false }: GenerationInit) {
    this.id = id;
    this.isWatch = isWatch;
    this.openedAt = clock.now();
    this.#clock = clock;
    this.#writes = new PendingWrites(clock);
    this.#hooks = hooks;
    this.#connection = new Connection(opened, {
      closedCleanly: () => this.#closedCleanly(),
      failed: (error) => hooks.failed(this, error),
    });
  }

  get address(): Address {
    return this.#connection.address;
  }

  get state(): GenerationState {
    return this.#life.state;
  }

  /** The connection that must outlive this one; undefined before the end of this one begins. */
  get sentinel(): Generation | undefined {
    return 'sentinel' in this.#life ? this.#life.sentinel : undefined;
  }

  /** How long connecting took, in ms. */
  get connectMs(): number {
    return this.#connection.connectMs;
  }

  /** When `end()` was called; undefined before, and after the verdict. */
  get endedAt(): number | undefined {
    return 'endedAt' in this.#life ? this.#life.endedAt : undefined;
  }

  /** When it closed cleanly; undefined before, and after the verdict. */
  get closedAt(): number | undefined {
    return 'closedAt' in this.#life ? this.#life.closedAt : undefined;
  }

  /** True while the connection is open, even if we have ended our side. */
  get isConnected(): boolean {
    const { state } = this.#life;
    return state === 'open' || state === 'ending' || state === 'ended';
  }

  /**
   * True if the connection that vouches for this one is alive: its sentinel; or, if that was closed cleanly as well, the
   * sentinel's sentinel, and so on. A connection to another address cannot vouch for this one.
   */
  get isVouchedFor(): boolean {
    let { sentinel } = this;
    while (sentinel !== undefined && !sentinel.isConnected) ({ sentinel } = sentinel);
    return sentinel?.address.key === this.address.key;
  }

  /** The smallest ordinal among the frames that the kernel has not taken; Infinity if there are none. */
  get firstUnwrittenOrdinal(): number {
    return this.#writes.firstOrdinal;
  }

  /** Number of frames that the kernel has not taken, the last ones of {@link Generation.cargo}. */
  get unwrittenFrames(): number {
    return this.#writes.frames;
  }

  /** When the kernel last took something. */
  get lastTakenAt(): number {
    return this.#writes.lastTakenAt;
  }

  /** True if the kernel has taken every byte, and our FIN if `end()` was called. */
  get isAllTaken(): boolean {
    return this.#writes.isEmpty && (this.state !== 'ended' || this.#connection.isFinished);
  }

  /** For how long the kernel has taken nothing of what waits for it, in ms; 0 if nothing waits. */
  get blockedMs(): number {
    return this.#writes.blockedMs;
  }

  /** True if bytes wait because the kernel's buffer is full, and it still takes some now and then: the peer is reading. */
  get isMoving(): boolean {
    return !this.#writes.isEmpty && this.#writes.blockedMs < MOVING_MS;
  }

  /** Writes what `take` gives, until that is nothing or `maxWaitingBytes` wait for the kernel. */
  write(take: () => FrameRun | undefined, maxWaitingBytes: number): void {
    const connection = this.#connection;
    if (connection.isOver || connection.waitingBytes >= maxWaitingBytes) return;
    connection.batch(() => {
      while (connection.waitingBytes < maxWaitingBytes) {
        const run = take();
        if (run === undefined) return;
        this.#writes.add(run.frames, run.ordinal);
        const bytes = run.bytes();
        this.cargo.add(run);
        connection.write(bytes, this.#taken);
      }
    });
  }

  /** open -> ending: `sentinel` is open and vouches for this one from now on. */
  beginEnd(sentinel: Generation): void {
    if (this.#life.state === 'open') this.#life = { state: 'ending', sentinel };
  }

  /** ending -> ended: sends our FIN. Returns false if it is in another state. */
  end(): boolean {
    if (this.#life.state !== 'ending') return false;
    this.#life = { state: 'ended', sentinel: this.#life.sentinel, endedAt: this.#clock.now() };
    this.#connection.end();
    return true;
  }

  /** settling -> unsettled. */
  becomeUnsettled(): void {
    if (this.#life.state === 'settling') this.#life = { ...this.#life, state: 'unsettled' };
  }

  /** settling, unsettled -> confirmed. One that carries nothing may do this in any state: its duty as a sentinel passes on. */
  confirm(): void {
    this.#life = { state: 'confirmed', sentinel: this.sentinel };
    this.#writes.clear();
  }

  /** Any state -> failed. Ends the connection at once, if it is open. */
  fail(): void {
    this.#close();
    this.#connection.destroy();
  }

  /** The same with a reset, so that what the kernels hold is discarded. */
  reset(): void {
    this.#close();
    this.#connection.reset();
  }

  /** The error of one that was not closed although a later one was confirmed. */
  outlived(): HekaError {
    const where = `connection to ${this.address.key}`;
    return new HekaError('CONNECTION_LOST', `${where} was not closed within confirmTimeout, later ones were`);
  }

  /** Ends the connection without waiting for its peer. Resolves when it is closed. */
  dismiss(): Promise<void> {
    return this.#connection.dismiss();
  }

  /** Ends the connection. Resolves when it is closed, at most after `timeoutMs`. */
  shutDown(timeoutMs: number): Promise<void> {
    return this.#connection.shutDown(timeoutMs, this.#clock);
  }

  readonly #taken = (): void => this.#hooks.written(this, this.#writes.taken());

  #close(): void {
    this.#life = { state: 'failed' };
    this.#writes.clear();
  }

  #closedCleanly(): void {
    if (this.#life.state !== 'ended') return;
    const { sentinel, endedAt } = this.#life;
    const closedAt = this.#clock.now();
    this.#life = { state: 'settling', sentinel, endedAt, closedAt };
    this.#hooks.closedCleanly(this, closedAt - endedAt);
  }
}
