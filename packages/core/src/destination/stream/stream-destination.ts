import type { HekaError } from '../../errors.ts';
import type { Address } from '../../net/address.ts';
import type {
  Destination,
  DestinationHooks,
  DestinationState,
  StreamDestinationOptions,
} from '../destination.ts';
import type { ConfirmOptions } from '../destination-options.ts';
import { afterStraggler } from './after-straggler.ts';
import { Confirmation } from './confirmation.ts';
import { Connector } from './connector.ts';
import { Generation } from './generation.ts';
import { GenerationFigures } from './generation-figures.ts';
import { OrderHold } from './order-hold.ts';
import { ReplayWindow, WINDOW_WARNING } from './replay-window.ts';
import { RotationSchedule } from './rotation-schedule.ts';

/** Connections per destination, those that wait for their close included. At the cap the generation grows. */
const MAX_CONNECTIONS = 3;
/** Bytes handed to a socket and not yet taken by the kernel: four chunks, which go out in one writev. */
const WRITE_AHEAD_BYTES = 262_144;
const WRITE_BYTES = 65_536;
/** A connection this young has not been forgotten by anything between the peer and us. */
const FRESH_MS = 1_000;
/** Writes that the kernel does not take for this long mean a stalled receiver. */
const STALLED_AFTER_MS = 5_000;

/**
 * Carries frames over tcp, tls or a unix socket, in generations (see `confirmation.ts`), or, with `best-effort`,
 * over one connection that is trusted.
 *
 * A connection is opened when there is something to send, and one with nothing unconfirmed on it may be closed by
 * anyone without consequence.
 */
export class StreamDestination extends GenerationFigures implements Destination {
  readonly #confirm: ConfirmOptions;
  readonly #hooks: DestinationHooks;
  readonly #connector: Connector;
  readonly #confirmation: Confirmation;
  readonly #window: ReplayWindow;
  readonly #schedule: RotationSchedule;
  readonly #hold: OrderHold;
  #current: Generation | undefined;
  #connecting = false;
  /** Since when no next connection can be opened beside the current one. */
  #failingSince: number | undefined;
  #lastId = 0;
  #everLost = false;
  #urgent = false;

  constructor(options: StreamDestinationOptions) {
    super(options.queue);
    this.#confirm = options.confirm;
    this.#hooks = options.hooks;
    const random = options.random ?? Math.random;
    this.#connector = new Connector(options.sender, options.reconnect, random);
    this.#schedule = new RotationSchedule(options.confirm, random, () => this.#considerRotation());
    this.#hold = new OrderHold(options.confirm.ordered, options.confirm.confirmTimeoutMs, () => this.wake());
    this.#confirmation = new Confirmation(options.confirm.settleTimeMs, options.confirm.confirmTimeoutMs, {
      confirm: (generation) => this.#confirmed(generation),
      unsettled: (generation) => this.#unsettled(generation),
      distrust: (generation) => this.#lost(generation, undefined),
      suspect: (generation) => this.#lost(generation, generation.outlived(), true),
      probe: () => this.#probe(),
      overdue: () => {
        if (this.#window.consider(this.generations.ended(), this.#current)) this.#hooks.warn(WINDOW_WARNING);
      },
    });
    this.#window = new ReplayWindow(options.confirm.confirmTimeoutMs, () => this.#retryConfirmation());
  }

  get state(): DestinationState {
    if (this.closed) return 'closed';
    const current = this.#current;
    if (current !== undefined) {
      if (current.blockedMs > STALLED_AFTER_MS) return 'stalled';
      return this.#window.active ? 'window' : 'open';
    }
    if (this.#connecting) return 'connecting';
    return this.#connector.scheduled ? 'backoff' : 'idle';
  }

  wake(): void {
    if (this.closed) return;
    if (this.#current === undefined) this.#connectSoon();
    else this.#pump();
  }

  confirmUpTo(ordinal: number): void {
    this.#schedule.confirmUpTo(ordinal);
    this.wake();
    this.#considerRotation();
  }

  setUrgent(urgent: boolean): void {
    this.#urgent = urgent;
    this.#confirmation.setUrgent(urgent, performance.now());
    if (!urgent) return;
    this.#connector.hurry();
    this.wake();
    this.#considerRotation();
  }

  reclaim(): boolean {
    const messages = this.#window.shrink(this.queue, this.#current);
    if (messages > 0) this.#hooks.confirmed(messages);
    return messages > 0;
  }

  async close(timeoutMs: number): Promise<void> {
    // Nobody will be there to see it settle.
    const { unsettled } = this;
    for (const run of this.generations.takeUnsettled()) this.queue.release(run);
    if (unsettled > 0) this.#hooks.leftUnsettled(unsettled);
    this.closed = true;
    this.#schedule.stop();
    this.#hold.end();
    this.#connector.stop();
    this.#confirmation.stop();
    this.#window.leave();
    for (const generation of this.generations.list()) this.queue.putBack(generation.takeAll());
    await this.generations.shutDown(timeoutMs);
  }

  #connectSoon(): void {
    if (this.#connecting || this.closed || this.#connector.scheduled) return;
    if (this.queue.unsentFrames === 0) return;
    if (this.#connector.exhausted) {
      this.#connector.forgive();
      this.#hooks.dropped('gave-up', this.queue.dropUnsent());
      this.#hooks.progress();
      return;
    }
    if (this.#connector.waitMs === 0) void this.#connect();
    else this.#connector.schedule(() => this.#connectSoon());
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
    if (this.generations.ended().length === 0) void this.#ask();
  }

  async #open(addresses: readonly Address[]): Promise<Generation | undefined> {
    const opened = await this.#connector.open(addresses);
    if (this.closed) {
      opened.socket.destroy();
      return undefined;
    }
    this.#lastId += 1;
    const generation = new Generation(this.#lastId, opened, {
      written: (one, frames) => this.#written(one, frames),
      closedCleanly: (one) => this.#closedCleanly(one),
      failed: (one, error) => this.#lost(one, error),
    });
    this.generations.add(generation);
    this.#connector.watch(opened.socket);
    return generation;
  }

  #makeCurrent(generation: Generation): void {
    if (!generation.connected) return; // it broke at once; its failure was handled
    this.#current = generation;
    this.#schedule.forget();
    this.#hooks.connected(generation.address.key, this.#everLost);
    this.#everLost = false;
  }

  #attemptFailed(error: HekaError): void {
    if (this.closed) return;
    this.#connector.failed();
    this.#hooks.reconnect(error, this.#connector.failures, Math.round(this.#connector.waitMs));
  }

  #pump(): void {
    const current = this.#current;
    if (current === undefined || current.state !== 'open' || this.#hold.blocks(this.queue)) return;
    const { socket } = current;
    if (socket.destroyed || socket.writableLength >= WRITE_AHEAD_BYTES) return;
    const now = performance.now();
    socket.cork();
    while (socket.writableLength < WRITE_AHEAD_BYTES) {
      const run = this.queue.take(WRITE_BYTES);
      if (run === undefined) break;
      if (current.frames === 0 || run.replays > current.replays) this.#schedule.started(run.replays);
      current.write(run, now);
    }
    socket.uncork();
    this.#considerRotation();
  }

  #written(generation: Generation, frames: number): void {
    if (this.#confirm.mode === 'best-effort') {
      for (const run of generation.takeFront(frames)) this.queue.release(run);
      this.#hooks.confirmed(frames);
    }
    if (generation === this.#current) this.#pump();
    this.#hooks.progress();
  }

  #considerRotation(): void {
    const current = this.#current;
    if (current === undefined || current.state !== 'open' || this.#connecting || this.closed) return;
    if (this.#confirm.mode === 'best-effort' || this.#window.active) return;
    if (!this.#schedule.isDue(current, this.queue.firstUnsentOrdinal, this.#urgent)) return;
    if (this.#connector.waitMs > 0) this.#schedule.again(this.#connector.waitMs);
    else if (this.connections < MAX_CONNECTIONS) void this.#rotate(current);
  }

  /** Opens the next connection, then begins the end of `current`. Until then `current` carries on. */
  async #rotate(current: Generation): Promise<void> {
    this.#connecting = true;
    this.#schedule.rotated();
    try {
      const addresses = await this.#connector.lookup().catch(() => [current.address]);
      if (addresses.some((address) => address.key === current.address.key)) {
        const next = await this.#open([current.address]);
        if (next !== undefined) this.#handOver(current, next, next);
      } else if (this.connections + 2 <= MAX_CONNECTIONS) {
        await this.#move(current, addresses);
      } else {
        this.#schedule.again(FRESH_MS);
      }
      this.#failingSince = undefined;
    } catch (error) {
      this.#rotationFailed(current, error as HekaError);
    } finally {
      this.#connecting = false;
    }
    this.wake();
    this.#considerRotation();
  }

  /** The name leads elsewhere now: a short-lived connection watches over `current`, the frames go to the new address. */
  async #move(current: Generation, addresses: readonly Address[]): Promise<void> {
    const watch = await this.#open([current.address]).catch(() => undefined);
    if (watch !== undefined) watch.watchOnly = true;
    const carrier = await this.#open(addresses).catch((error: HekaError) => {
      if (watch !== undefined) this.#dismiss(watch);
      throw error;
    });
    if (carrier === undefined) return;
    if (watch !== undefined) {
      this.#handOver(current, watch, carrier);
      return;
    }
    // Nobody listens at the old address any more: nothing can vouch for what was sent there.
    if (this.#current === current) this.#lost(current, current.outlived());
    if (this.#current === undefined) this.#makeCurrent(carrier);
  }

  /** A receiver that can not be connected to, for as long as a close may take, is gone: so is this connection to it. */
  #rotationFailed(current: Generation, error: HekaError): void {
    this.#attemptFailed(error);
    if (this.#current !== current) return;
    this.#failingSince ??= performance.now();
    if (performance.now() - this.#failingSince < this.#confirm.confirmTimeoutMs) this.#schedule.demand();
    else this.#lost(current, error);
  }

  #handOver(current: Generation, next: Generation, carrier: Generation): void {
    if (this.#current !== current || current.state !== 'open') {
      // It broke meanwhile, and its frames are back in the queue.
      if (next.watchOnly) this.#dismiss(next);
      if (this.#current === undefined) this.#makeCurrent(carrier);
      return;
    }
    this.#makeCurrent(carrier);
    if (current.frames === 0 && this.#mayRetire(current)) {
      // It is idle, and may be forgotten on the way; whether the receiver lives, only a fresh connection tells.
      current.sentinel = carrier;
      this.#retire(current);
      if (next.watchOnly) this.#dismiss(next);
      this.#schedule.demand();
      return;
    }
    current.sentinel = next;
    current.state = 'ending';
    this.#hold.begin(current);
    afterStraggler(next.connectMs, () => this.#end(current));
  }

  #end(generation: Generation): void {
    if (generation.state !== 'ending' || this.closed) return;
    generation.end(performance.now());
    this.#confirmation.ended(generation);
  }

  /** Ends a connection that carries nothing. */
  #dismiss(generation: Generation): void {
    void this.generations.dismiss(generation).then(() => this.#considerRotation());
  }

  /** True for an idle connection that nobody relies on. */
  #mayRetire(generation: Generation): boolean {
    return performance.now() - generation.openedAt > FRESH_MS && this.#confirmation.settling.length === 0;
  }

  /** Lets go of a connection without frames; its duty as a sentinel passes on to its own. */
  #retire(generation: Generation): void {
    this.#confirmation.forget(generation);
    generation.state = 'confirmed';
    this.#dismiss(generation);
  }

  #closedCleanly(generation: Generation): void {
    this.#confirmation.closed(generation, performance.now());
    this.wake();
    this.#considerRotation();
  }

  #confirmed(generation: Generation): void {
    const { frames } = generation;
    for (const run of generation.takeAll()) this.queue.release(run);
    if (frames > 0) this.#hooks.confirmed(frames);
    this.generations.delete(generation);
    if (generation.sentinel?.watchOnly === true) this.#dismiss(generation.sentinel);
    this.#connector.healthy();
    this.#window.leave();
    this.#replay(this.generations.takeAdrift(generation.address.key));
    this.#hooks.progress();
    this.wake();
    this.#considerRotation();
  }

  /** A connection broke, or cannot be trusted: all its frames go out again. */
  #lost(generation: Generation, error: HekaError | undefined, reset = false): void {
    const wasCurrent = generation === this.#current;
    const { frames, state } = generation;
    generation.destroy('failed', reset);
    this.generations.delete(generation);
    if (wasCurrent) this.#current = undefined;
    if (wasCurrent || frames > 0) this.#everLost = true;
    this.#replay([...this.generations.takeAdrift(generation.address.key), generation]);
    if (generation.sentinel?.watchOnly === true) this.#dismiss(generation.sentinel);
    this.#confirmation.failed(generation);
    if (error !== undefined && !this.closed) {
      this.#connector.lost();
      if (frames > 0 || state !== 'ended') this.#hooks.disconnected(generation.address.key, error, frames);
    }
    this.#hooks.progress();
    this.wake();
    this.#considerRotation();
  }

  #replay(generations: readonly Generation[]): void {
    const messages = generations.reduce((sum, { frames }) => sum + frames, 0);
    if (messages === 0) return;
    this.queue.putBack(generations.flatMap((generation) => generation.takeAll()));
    this.#hooks.replayed(messages);
  }

  #unsettled(generation: Generation): void {
    if (generation.frames > 0) this.#hooks.unsettled(generation.frames);
    this.#hooks.progress();
  }

  /** Ends a connection, to learn whether the receiver lives. */
  #probe(): void {
    if (this.connections >= MAX_CONNECTIONS && this.#confirmation.settling.length === 0) {
      const empty = this.generations.ended().find((generation) => generation.frames === 0);
      if (empty !== undefined) this.#retire(empty);
    }
    this.#schedule.demand();
  }

  #retryConfirmation(): void {
    const [oldest, ...others] = this.generations.ended();
    if (oldest !== undefined && others.length >= MAX_CONNECTIONS - 2) {
      this.#confirmation.forget(oldest);
      oldest.destroy('adrift');
      if (oldest.frames === 0) this.generations.delete(oldest);
    }
    void this.#ask();
  }

  /** In the window: learns with a fresh connection, which carries nothing, whether the peer closes by now. */
  async #ask(): Promise<void> {
    const current = this.#current;
    if (!this.#window.active || current === undefined || this.#connecting) return;
    this.#connecting = true;
    const question = await this.#open([current.address]).catch((error: HekaError) =>
      this.#attemptFailed(error),
    );
    this.#connecting = false;
    if (question === undefined || !question.connected) return;
    question.sentinel = current;
    question.state = 'ending';
    this.#end(question);
  }
}
