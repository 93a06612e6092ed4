import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { HekaError } from '../../errors.ts';
import type { Address } from '../../net/address.ts';
import { resetSocket } from '../../net/reset-socket.ts';
import type { FrameRun } from '../../queue/frame-store.ts';
import type { Opened } from './connector.ts';

/**
 * Where a generation is in its life; the drawing is in `confirmation.ts`.
 *
 * - `open` carries frames
 * - `ending` its successor is connected; two turns of the event loop pass before `end()`
 * - `ended` we called `end()`; the peer's FIN is awaited
 * - `settling` closed cleanly after our `end()`; its sentinel must outlive it by the settle time
 * - `confirmed` its frames have arrived
 * - `failed` its frames must be replayed
 * - `adrift` never closed by its peer; its socket was let go, its frames are kept as replay window
 */
export type GenerationState = 'open' | 'ending' | 'ended' | 'settling' | 'confirmed' | 'failed' | 'adrift';

/** What a generation tells its owner. */
export interface GenerationHooks {
  /** The kernel took frames, in the order of writing. */
  written(generation: Generation, frames: number): void;
  /** The peer's FIN followed our `end()` and the socket closed without an error. */
  closedCleanly(generation: Generation): void;
  /** Anything else happened to the connection. */
  failed(generation: Generation, error: HekaError): void;
}

interface Write {
  readonly frames: number;
  readonly ordinal: number;
}

/**
 * One connection and the frames that were written on it.
 *
 * Its counts freeze at the first error or close: Node calls the callbacks of writes that are still under way at
 * `destroy()` without an error, so what they say then means nothing.
 */
export class Generation {
  readonly id: number;
  readonly address: Address;
  readonly socket: Socket;
  readonly openedAt: number;
  /** How long connecting took, in ms: a round trip to the peer, or a few. */
  readonly connectMs: number;
  state: GenerationState = 'open';
  /** The connection that must outlive this one; set when the end of this one begins. */
  sentinel: Generation | undefined;
  /** True for a connection that carries no frames and only watches over another one. */
  watchOnly = false;
  /** When the first frame was written; undefined before. */
  startedAt: number | undefined;
  endedAt = 0;
  closedAt = 0;
  /** True for one that closed cleanly at the end of life: the short wait is over, the settle time is not. */
  unsettled = false;
  /** How often the timeout found this generation unconfirmed. */
  timeouts = 0;
  /** Largest number of earlier attempts among the frames. */
  replays = 0;
  bytes = 0;
  frames = 0;
  #runs: FrameRun[] = [];
  #firstOrdinal = Number.POSITIVE_INFINITY;
  #writes: Write[] = [];
  #blockedSince = 0;
  #finSeen = false;
  #finished = false;
  #frozen = false;
  readonly #hooks: GenerationHooks;

  constructor(id: number, opened: Opened, hooks: GenerationHooks) {
    const { address, socket, connectMs } = opened;
    this.id = id;
    this.address = address;
    this.socket = socket;
    this.connectMs = connectMs;
    this.openedAt = performance.now();
    this.#hooks = hooks;
    socket.on('error', (error) => this.#fail('broke', error));
    socket.on('end', () => {
      // A FIN that comes before ours is out cannot be the answer to it.
      if (this.state === 'ended' && this.#finished) this.#finSeen = true;
      else this.#fail('was closed by the peer');
    });
    socket.on('finish', () => {
      this.#finished = true;
    });
    socket.on('close', (hadError) => {
      if (this.state === 'ended' && this.#finSeen && !hadError && !this.#frozen) {
        this.#frozen = true;
        this.#hooks.closedCleanly(this);
      } else this.#fail('was closed');
    });
    // Receivers never answer; reading is how their FIN is noticed.
    socket.resume();
  }

  /** True while the socket is open, whether or not we still write to it. */
  get connected(): boolean {
    return this.state === 'open' || this.state === 'ending' || this.state === 'ended';
  }

  /** Lower bound of the places of its frames in the order of acceptance. */
  get firstOrdinal(): number {
    return this.frames === 0 ? Number.POSITIVE_INFINITY : this.#firstOrdinal;
  }

  /** The same, of the frames that the kernel has not taken. */
  get firstUnwrittenOrdinal(): number {
    return this.#writes[0]?.ordinal ?? Number.POSITIVE_INFINITY;
  }

  /** Frames that the kernel has taken, at the front of all. */
  get writtenFrames(): number {
    return this.frames - this.#writes.reduce((sum, write) => sum + write.frames, 0);
  }

  /** True where the kernel has taken every byte, the FIN included where `end()` was called. */
  get allTaken(): boolean {
    return this.#writes.length === 0 && (this.state !== 'ended' || this.#finished);
  }

  /** For how long the kernel has taken nothing of what waits for it, in ms; 0 where nothing waits. */
  get blockedMs(): number {
    return this.#writes.length === 0 ? 0 : performance.now() - this.#blockedSince;
  }

  /** Hands frames to the socket. */
  write(run: FrameRun, now: number): void {
    const bytes = run.bytes();
    const { frames, ordinal } = run;
    this.#firstOrdinal = Math.min(this.#firstOrdinal, ordinal);
    this.replays = Math.max(this.replays, run.replays);
    this.startedAt ??= now;
    this.bytes += bytes.length;
    this.frames += frames;
    if (this.#writes.length === 0) this.#blockedSince = now;
    this.#writes.push({ frames, ordinal });
    if (this.#runs[this.#runs.length - 1]?.join(run) !== true) this.#runs.push(run);
    this.socket.write(bytes, this.#written);
  }

  /** Begins the end of the connection. What was written goes out first. */
  end(now: number): void {
    this.state = 'ended';
    this.endedAt = now;
    this.socket.end();
  }

  /** Takes away the oldest `frames` frames. */
  takeFront(frames: number): FrameRun[] {
    const taken: FrameRun[] = [];
    let left = Math.min(frames, this.frames);
    this.frames -= left;
    while (left > 0) {
      const first = this.#runs[0];
      if (first === undefined) break;
      const run = first.frames <= left ? first : first.split(left);
      if (run === first) this.#runs.shift();
      left -= run.frames;
      taken.push(run);
    }
    this.bytes -= taken.reduce((sum, run) => sum + run.byteLength, 0);
    this.#firstOrdinal = this.#runs[0]?.ordinal ?? Number.POSITIVE_INFINITY;
    return taken;
  }

  /** Takes away all frames. */
  takeAll(): FrameRun[] {
    return this.takeFront(this.frames);
  }

  /** The error of a generation that waits for its close while later ones were confirmed. */
  outlived(): HekaError {
    const where = `connection to ${this.address.key}`;
    return new HekaError('CONNECTION_LOST', `${where} was not closed within confirmTimeout, later ones were`);
  }

  /** Ends the connection at once: with a FIN behind what the kernel holds, or with a reset that discards it. */
  destroy(state: GenerationState, reset = false): void {
    this.#frozen = true;
    this.state = state;
    this.#writes = [];
    // Only a bare TCP socket can be reset.
    const resettable = this.address.path === undefined && !(this.socket instanceof TLSSocket);
    if (reset && resettable) resetSocket(this.socket);
    else this.socket.destroy();
  }

  /** Ends a connection that carries nothing, without waiting for its peer. Resolves when it is closed. */
  async dismiss(): Promise<void> {
    const { socket } = this;
    this.#frozen = true;
    if (socket.destroyed) return;
    await new Promise((resolve) => {
      socket.once('close', resolve);
      socket.destroySoon();
    });
  }

  /** Ends a connection whose frames do not matter any more. Resolves when it is closed, at most after `timeoutMs`. */
  async shutDown(timeoutMs: number): Promise<void> {
    const { socket } = this;
    this.#frozen = true;
    if (socket.destroyed) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(() => socket.destroy(), timeoutMs);
      timer.unref();
      socket.once('close', () => {
        clearTimeout(timer);
        resolve();
      });
      socket.end();
    });
  }

  readonly #written = (error?: Error | null): void => {
    // Accounting is frozen; see the head of the class.
    if (this.#frozen || error || this.socket.destroyed) return;
    const write = this.#writes.shift();
    if (write === undefined) return;
    this.#blockedSince = performance.now();
    this.#hooks.written(this, write.frames);
  };

  #fail(what: string, cause?: Error): void {
    if (this.#frozen) return;
    this.#frozen = true;
    const reason = cause === undefined ? '' : `: ${cause.message}`;
    const error = new HekaError(
      'CONNECTION_LOST',
      `connection to ${this.address.key} ${what}${reason}`,
      cause,
    );
    this.#hooks.failed(this, error);
  }
}
