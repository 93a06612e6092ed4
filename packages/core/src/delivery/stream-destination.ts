import { HekaError } from '../errors.ts';
import type { FrameQueue } from '../queue/frame-queue.ts';
import type { Address } from '../sender/address.ts';
import type { StreamSender } from '../sender/sender.ts';
import { Confirmation, EARLY_SETTLE_SHARE } from './confirmation.ts';
import { Connector } from './connector.ts';
import type { ConfirmOptions, ReconnectOptions } from './delivery-options.ts';
import type { Destination, DestinationHooks, DestinationState } from './destination.ts';
import { Generation } from './generation.ts';
import { ReplayWindow, WINDOW_RETRY_MS } from './replay-window.ts';

/** Connections per destination, those that wait for their close included. At the cap the generation grows. */
const MAX_CONNECTIONS = 3;
/** Bytes handed to a socket and not yet taken by the kernel: four chunks, which go out in one writev. */
const WRITE_AHEAD_BYTES = 262_144;
const WRITE_BYTES = 65_536;
/** How long a new generation holds its frames back for the close of the one before, so that order is kept. */
const ORDER_HOLD_MS = 100;
/** Flushes share rotations: at most one a second. */
const FLUSH_ROTATION_MS = 1_000;
/** Writes that the kernel does not take for this long mean a stalled receiver. */
const STALLED_AFTER_MS = 5_000;

/** What a stream destination needs. */
export interface StreamDestinationOptions {
  readonly sender: StreamSender;
  readonly queue: FrameQueue;
  readonly confirm: ConfirmOptions;
  readonly reconnect: ReconnectOptions;
  readonly hooks: DestinationHooks;
  /** @default Math.random */
  readonly random?: () => number;
}

/**
 * Carries frames over tcp, tls or a unix socket, in generations (see `confirmation.ts`), or, with `best-effort`,
 * over one connection that is trusted.
 *
 * A connection is opened when there is something to send, and one with nothing unconfirmed on it may be closed by
 * anyone without consequence.
 */
export class StreamDestination implements Destination {
  readonly #queue: FrameQueue;
  readonly #confirm: ConfirmOptions;
  readonly #hooks: DestinationHooks;
  readonly #random: () => number;
  readonly #connector: Connector;
  readonly #confirmation: Confirmation;
  readonly #window: ReplayWindow;
  readonly #generations = new Set<Generation>();
  #current: Generation | undefined;
  #connecting = false;
  #lastId = 0;
  #everLost = false;
  #retryTimer: NodeJS.Timeout | undefined;
  #intervalTimer: NodeJS.Timeout | undefined;
  #flushTimer: NodeJS.Timeout | undefined;
  #holdTimer: NodeJS.Timeout | undefined;
  /** The generation whose close the current one waits for before it carries frames. */
  #holdFor: Generation | undefined;
  #rotationDue = false;
  #confirmUpTo = 0;
  #lastFlushRotation = Number.NEGATIVE_INFINITY;
  #urgent = false;
  #closed = false;

  constructor(options: StreamDestinationOptions) {
    this.#queue = options.queue;
    this.#confirm = options.confirm;
    this.#hooks = options.hooks;
    this.#random = options.random ?? Math.random;
    this.#connector = new Connector(options.sender, options.reconnect, this.#random);
    this.#confirmation = new Confirmation(options.confirm.settleTimeMs, options.confirm.confirmTimeoutMs, {
      confirm: (generation, early) => this.#confirmed(generation, early),
      distrust: (generation) => this.#lost(generation, undefined),
      suspect: (generation) => this.#suspected(generation),
      probe: () => this.#rotateSoon(),
      overdue: () => this.#considerWindow(),
    });
    this.#window = new ReplayWindow(WINDOW_RETRY_MS, () => this.#retryConfirmation());
  }

  get state(): DestinationState {
    if (this.#closed) return 'closed';
    const current = this.#current;
    if (current !== undefined) {
      const blocked = current.blockedSince;
      if (blocked !== undefined && performance.now() - blocked > STALLED_AFTER_MS) return 'stalled';
      return this.#window.active ? 'window' : 'open';
    }
    if (this.#connecting) return 'connecting';
    return this.#retryTimer === undefined ? 'idle' : 'backoff';
  }

  get connections(): number {
    let count = 0;
    for (const generation of this.#generations) if (generation.connected) count += 1;
    return count;
  }

  get firstUnwrittenOrdinal(): number {
    let first = this.#queue.firstUnsentOrdinal;
    for (const generation of this.#generations) first = Math.min(first, generation.firstUnwrittenOrdinal);
    return first;
  }

  get firstUnconfirmedOrdinal(): number {
    let first = this.#queue.firstUnsentOrdinal;
    for (const generation of this.#all()) first = Math.min(first, generation.firstOrdinal);
    return first;
  }

  get oldestTime(): number | undefined {
    let oldest: number | undefined;
    for (const generation of this.#all()) {
      const time = generation.oldestTime;
      if (time !== undefined && (oldest === undefined || time < oldest)) oldest = time;
    }
    return oldest;
  }

  wake(): void {
    if (this.#closed) return;
    if (this.#current === undefined) this.#connectSoon();
    else this.#pump();
  }

  confirmUpTo(ordinal: number): void {
    this.#confirmUpTo = Math.max(this.#confirmUpTo, ordinal);
    this.wake();
    this.#considerRotation();
  }

  setUrgent(urgent: boolean): void {
    this.#urgent = urgent;
    this.#hasten();
    if (!urgent) return;
    this.#connector.hurry();
    clearTimeout(this.#retryTimer);
    this.#retryTimer = undefined;
    this.wake();
    this.#considerRotation();
  }

  reclaim(): boolean {
    if (!this.#window.active) return false;
    const kept = this.#queue.inFlightBytes;
    if (kept <= this.#queue.maxBytes / 2) return false;
    const oldest = this.#all().find((generation) => generation.writtenFrames > 0);
    if (oldest === undefined) return false;
    // A chunk's worth at a time: as much as the queue asks room for.
    const frames = Math.max(1, Math.ceil((WRITE_BYTES / oldest.bytes) * oldest.frames));
    const taken = oldest.takeFront(Math.min(frames, oldest.writtenFrames));
    let released = 0;
    for (const segment of taken) {
      released += segment.to - segment.from;
      this.#queue.release(segment);
    }
    this.#window.sweep();
    this.#hooks.confirmed(released, false);
    return true;
  }

  async close(timeoutMs: number): Promise<void> {
    this.#closed = true;
    for (const timer of [this.#retryTimer, this.#intervalTimer, this.#flushTimer, this.#holdTimer]) clearTimeout(timer);
    this.#connector.abort();
    this.#confirmation.stop();
    this.#window.leave();
    const ends: Promise<void>[] = [];
    for (const generation of this.#all()) {
      this.#queue.putBack(generation.takeAll());
      if (!generation.connected || generation.socket.destroyed) continue;
      if (generation.state !== 'ended') generation.socket.end();
      ends.push(
        new Promise((resolve) => {
          const timer = setTimeout(() => generation.destroy('failed'), timeoutMs);
          generation.socket.once('close', () => {
            clearTimeout(timer);
            resolve();
          });
        }),
      );
    }
    await Promise.all(ends);
    this.#generations.clear();
  }

  // ---- connecting ----------------------------------------------------------------------------------------------

  #connectSoon(): void {
    if (this.#connecting || this.#closed || this.#retryTimer !== undefined) return;
    if (this.#queue.unsentFrames === 0) return;
    if (this.#connector.exhausted) {
      this.#hooks.dropped('gave-up', this.#queue.dropUnsent());
      return;
    }
    const wait = this.#connector.waitMs;
    if (wait === 0) {
      void this.#connect();
      return;
    }
    this.#retryTimer = setTimeout(() => {
      this.#retryTimer = undefined;
      this.#connectSoon();
    }, wait);
    this.#retryTimer.unref();
  }

  async #connect(): Promise<void> {
    this.#connecting = true;
    try {
      const generation = await this.#open(await this.#connector.lookup());
      if (generation !== undefined) this.#makeCurrent(generation);
    } catch (error) {
      this.#attemptFailed(error as HekaError);
    } finally {
      this.#connecting = false;
    }
    this.wake();
  }

  async #open(addresses: readonly Address[]): Promise<Generation | undefined> {
    const { socket, address } = await this.#connector.open(addresses);
    if (this.#closed) {
      socket.destroy();
      return undefined;
    }
    this.#lastId += 1;
    const generation = new Generation(this.#lastId, address, socket, performance.now(), {
      written: (one, frames) => this.#written(one, frames),
      closedCleanly: (one) => this.#closedCleanly(one),
      failed: (one, error) => this.#lost(one, error),
    });
    this.#generations.add(generation);
    this.#connector.watch(socket);
    return generation;
  }

  #makeCurrent(generation: Generation): void {
    if (!generation.connected) return; // it broke at once; its failure was handled
    this.#current = generation;
    this.#rotationDue = false;
    this.#hooks.connected(generation.address.key, this.#everLost);
    this.#everLost = false;
  }

  #attemptFailed(error: HekaError): void {
    if (this.#closed) return;
    this.#connector.failed();
    this.#hooks.reconnect(error, this.#connector.failures, Math.round(this.#connector.waitMs));
  }

  // ---- writing -------------------------------------------------------------------------------------------------

  #pump(): void {
    const current = this.#current;
    if (current === undefined || current.state !== 'open' || this.#isHeld(current)) return;
    const { socket } = current;
    if (socket.destroyed || socket.writableLength >= WRITE_AHEAD_BYTES) return;
    const now = performance.now();
    socket.cork();
    while (socket.writableLength < WRITE_AHEAD_BYTES) {
      const segment = this.#queue.take(WRITE_BYTES);
      if (segment === undefined) break;
      if (current.frames === 0) this.#startInterval();
      current.write(segment, now);
    }
    socket.uncork();
    this.#considerRotation();
  }

  /** Order: nothing goes out before the generation ahead has closed, for a moment, or always with `ordered`. */
  #isHeld(current: Generation): boolean {
    const ahead = this.#holdFor;
    if (ahead === undefined) return false;
    const over = !ahead.connected || this.#current !== current;
    const crowded = !this.#confirm.ordered && this.#queue.retainedBytes > this.#queue.maxBytes / 2;
    if (!over && !crowded) return true;
    this.#releaseHold();
    return false;
  }

  #hold(ahead: Generation): void {
    this.#releaseHold();
    this.#holdFor = ahead;
    const holdMs = this.#confirm.ordered ? this.#confirm.confirmTimeoutMs : ORDER_HOLD_MS;
    this.#holdTimer = setTimeout(() => {
      this.#releaseHold();
      this.wake();
    }, holdMs);
    this.#holdTimer.unref();
  }

  #releaseHold(): void {
    clearTimeout(this.#holdTimer);
    this.#holdFor = undefined;
  }

  #written(generation: Generation, frames: number): void {
    if (this.#confirm.mode === 'best-effort') {
      for (const segment of generation.takeFront(frames)) this.#queue.release(segment);
      this.#hooks.confirmed(frames, false);
    }
    this.#hasten();
    if (generation === this.#current) this.#pump();
    this.#hooks.progress();
  }

  // ---- rotation ------------------------------------------------------------------------------------------------

  #startInterval(): void {
    clearTimeout(this.#intervalTimer);
    if (this.#confirm.mode === 'best-effort') return;
    this.#intervalTimer = setTimeout(
      () => this.#rotateSoon(),
      this.#confirm.confirmIntervalMs * (0.5 + this.#random()),
    );
    this.#intervalTimer.unref();
  }

  #rotateSoon(): void {
    this.#rotationDue = true;
    this.#considerRotation();
  }

  #considerRotation(): void {
    const current = this.#current;
    if (current === undefined || current.state !== 'open' || this.#connecting || this.#closed) return;
    if (this.#confirm.mode === 'best-effort' || this.#window.active) return;
    if (!this.#isRotationDue(current)) return;
    if (this.connections >= MAX_CONNECTIONS || this.#connector.waitMs > 0) {
      this.#considerLater(this.#connector.waitMs);
      return;
    }
    void this.#rotate(current);
  }

  #isRotationDue(current: Generation): boolean {
    if (this.#rotationDue || current.bytes >= this.#confirm.confirmBytes) return true;
    if (current.firstOrdinal >= this.#confirmUpTo || this.#queue.firstUnsentOrdinal < this.#confirmUpTo) return false;
    const wait = this.#urgent ? 0 : this.#lastFlushRotation + FLUSH_ROTATION_MS - performance.now();
    if (wait > 0) this.#considerLater(wait);
    return wait <= 0;
  }

  #considerLater(waitMs: number): void {
    if (waitMs <= 0 || this.#flushTimer !== undefined) return;
    this.#flushTimer = setTimeout(() => {
      this.#flushTimer = undefined;
      this.#considerRotation();
    }, waitMs);
    this.#flushTimer.unref();
  }

  /** Opens the next connection, then begins the end of `current`. Until then `current` carries on. */
  async #rotate(current: Generation): Promise<void> {
    this.#connecting = true;
    this.#rotationDue = false;
    this.#lastFlushRotation = performance.now();
    try {
      const addresses = await this.#connector.lookup().catch(() => [current.address]);
      const next = await this.#open([current.address]);
      if (next !== undefined) await this.#handOver(current, next, addresses);
    } catch (error) {
      this.#rotationDue = this.#current === current;
      this.#attemptFailed(error as HekaError);
    } finally {
      this.#connecting = false;
    }
    this.wake();
    this.#considerRotation();
  }

  async #handOver(current: Generation, next: Generation, addresses: readonly Address[]): Promise<void> {
    let carrier: Generation | undefined = next;
    if (!addresses.some((address) => address.key === current.address.key)) {
      // The name leads elsewhere now: `next` only watches over `current`, the frames go to the new address.
      next.watchOnly = true;
      carrier = await this.#open(addresses).catch((error: HekaError) => {
        this.#dismiss(next);
        throw error;
      });
    }
    if (carrier === undefined) return;
    if (this.#current !== current || current.state !== 'open') {
      // It broke meanwhile, and its frames are back in the queue.
      if (next.watchOnly) this.#dismiss(next);
      if (this.#current === undefined) this.#makeCurrent(carrier);
      return;
    }
    current.sentinel = next;
    current.state = 'ending';
    this.#makeCurrent(carrier);
    this.#hold(current);
    setImmediate(() => setImmediate(() => this.#end(current)));
  }

  #end(generation: Generation): void {
    if (generation.state !== 'ending' || this.#closed) return;
    generation.end(performance.now());
    this.#confirmation.ended(generation);
  }

  /** Ends a connection that carries nothing. */
  #dismiss(generation: Generation): void {
    this.#generations.delete(generation);
    if (generation.connected) generation.socket.end();
    generation.socket.once('end', () => generation.socket.destroy());
  }

  // ---- verdicts ------------------------------------------------------------------------------------------------

  #closedCleanly(generation: Generation): void {
    this.#confirmation.closed(generation, performance.now());
    if (generation === this.#holdFor) this.#releaseHold();
    this.wake();
    this.#considerRotation();
  }

  #confirmed(generation: Generation, early: boolean): void {
    const { frames } = generation;
    for (const segment of generation.takeAll()) this.#queue.release(segment);
    this.#generations.delete(generation);
    if (generation.sentinel?.watchOnly === true) this.#dismiss(generation.sentinel);
    this.#connector.healthy();
    if (this.#window.active) this.#window.leave();
    this.#replay(this.#window.takeAdrift(generation.address.key));
    this.#hasten();
    if (frames > 0) this.#hooks.confirmed(frames, early);
    this.#hooks.progress();
    this.wake();
    this.#considerRotation();
  }

  #suspected(generation: Generation): void {
    const error = new HekaError(
      'CONNECTION_LOST',
      `connection to ${generation.address.key} was not closed within confirmTimeout, later ones were`,
    );
    this.#lost(generation, error, true);
  }

  /** A connection broke, or cannot be trusted: all its frames go out again. */
  #lost(generation: Generation, error: HekaError | undefined, reset = false): void {
    const wasCurrent = generation === this.#current;
    const hadFrames = generation.frames > 0;
    generation.destroy('failed', reset);
    this.#generations.delete(generation);
    if (wasCurrent) this.#current = undefined;
    if (wasCurrent || hadFrames) this.#everLost = true;
    this.#replay([...this.#window.takeAdrift(generation.address.key), generation]);
    if (generation.sentinel?.watchOnly === true) this.#dismiss(generation.sentinel);
    this.#confirmation.failed(generation);
    if (generation === this.#holdFor) this.#releaseHold();
    if (error !== undefined && !this.#closed) {
      this.#connector.failed();
      this.#hooks.disconnected(generation.address.key, hadFrames ? error : undefined);
    }
    this.#hooks.progress();
    if (this.#connector.exhausted && this.#current === undefined) this.#connectSoon();
    else this.wake();
    this.#considerRotation();
  }

  #replay(generations: readonly Generation[]): void {
    let messages = 0;
    const segments = generations.flatMap((generation) => {
      messages += generation.frames;
      return generation.takeAll();
    });
    if (messages === 0) return;
    this.#queue.putBack(segments);
    this.#hooks.replayed(messages);
  }

  /** Chooses the settle time by how much is unconfirmed. */
  #hasten(): void {
    const crowded = this.#queue.inFlightBytes > this.#queue.maxBytes * EARLY_SETTLE_SHARE;
    this.#confirmation.hasten(this.#urgent || crowded, performance.now());
  }

  // ---- replay window -------------------------------------------------------------------------------------------

  #considerWindow(): void {
    if (this.#window.active) return;
    const waiting = this.#all().filter((generation) => generation.state === 'ended');
    const timeoutMs = this.#confirm.confirmTimeoutMs;
    if (!ReplayWindow.isCalledFor(waiting, this.#current, timeoutMs, performance.now())) return;
    this.#letOldestGo(waiting);
    if (this.#window.enter()) {
      this.#hooks.warn(
        'the receiver takes everything but never closes a connection: messages can not be confirmed, ' +
          'the last ones written are kept and replayed when a connection breaks',
      );
    }
    this.#hooks.progress();
  }

  #retryConfirmation(): void {
    const waiting = this.#all().filter((generation) => generation.state === 'ended');
    if (waiting.length >= MAX_CONNECTIONS - 1) this.#letOldestGo(waiting);
    if (this.#current !== undefined && !this.#connecting) void this.#rotate(this.#current);
  }

  #letOldestGo(waiting: readonly Generation[]): void {
    const oldest = waiting[0];
    if (oldest === undefined) return;
    this.#confirmation.forget(oldest);
    this.#generations.delete(oldest);
    this.#window.letGo(oldest);
  }

  /** All generations with frames or a socket, oldest first. */
  #all(): Generation[] {
    return [...this.#window.adrift, ...this.#generations];
  }
}
