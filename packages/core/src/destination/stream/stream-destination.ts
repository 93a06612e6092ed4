import { type Clock, systemClock } from '../../clock.ts';
import type { HekaError } from '../../errors.ts';
import type { FrameStore } from '../../queue/frame-store.ts';
import type {
  Destination,
  DestinationHooks,
  DestinationState,
  StreamDestinationOptions,
} from '../destination.ts';
import type { ConfirmOptions } from '../destination-options.ts';
import { Confirmation } from './confirmation/confirmation.ts';
import { Inquiry } from './confirmation/inquiry.ts';
import { ReplayWindow } from './confirmation/replay-window.ts';
import { Connector } from './connector.ts';
import type { Cargo } from './generation/cargo.ts';
import type { Generation } from './generation/generation.ts';
import { Generations, MAX_CONNECTIONS } from './generation/generations.ts';
import { Opener } from './opener.ts';
import { Rotation } from './rotation/rotation.ts';
import { RoundTrip } from './rotation/round-trip.ts';

/** The most bytes that wait in a socket for the kernel: four chunks, which go out in one writev. */
const WRITE_AHEAD_BYTES = 262_144;
const WRITE_BYTES = 65_536;
/** If the kernel takes nothing for this long, the receiver counts as stalled. */
const STALLED_AFTER_MS = 5_000;

/** What all parts of a destination share. */
interface Shared {
  readonly queue: FrameStore;
  readonly confirm: ConfirmOptions;
  readonly hooks: DestinationHooks;
}

/** What changes in a destination besides its generations. */
interface Status {
  /** The end of life has come, and somebody waits for it. */
  isUrgent: boolean;
  isClosed: boolean;
  /** Nobody sends anything: connections are closed once nothing is pending. */
  isResting: boolean;
  /** A connection was lost since the last one was opened. */
  hasLost: boolean;
}

/**
 * Carries frames over tcp, tls or a unix socket: in generations (see `confirmation.ts`) or, with `best-effort`, over a
 * single connection that is trusted.
 *
 * A connection is opened when there is something to send. One with nothing unconfirmed on it may be closed by anyone
 * without consequences.
 *
 * Everything that happens to a socket, a timer or the queue changes the state of one part. After that `#advance()` looks
 * at all parts and does what has become possible.
 */
export class StreamDestination implements Destination {
  readonly #shared: Shared;
  readonly #status: Status = {
    isUrgent: false,
    isClosed: false,
    isResting: false,
    hasLost: false,
  };
  readonly #generations = new Generations();
  readonly #roundTrip = new RoundTrip();
  readonly #connector: Connector;
  readonly #opener: Opener;
  readonly #confirmation: Confirmation;
  readonly #inquiry: Inquiry;
  readonly #window: ReplayWindow;
  readonly #rotation: Rotation;

  constructor({ queue, confirm, hooks, sender, reconnect, ...more }: StreamDestinationOptions) {
    const { clock = systemClock, random = Math.random } = more;
    this.#shared = { queue, confirm, hooks };
    this.#connector = new Connector({ sender, reconnect, clock, random });
    this.#opener = this.#createOpener(clock);
    this.#confirmation = new Confirmation(confirm, clock, {
      confirm: (generation) => this.#confirmed(generation),
      unsettled: (generation) => this.#unsettled(generation),
      distrust: (generation) => this.#lost(generation),
      suspect: (generation, witness) => this.#suspected(generation, witness),
      doubt: () => {
        this.#inquiry.doubt();
        this.#advance();
      },
      overdue: () => {
        this.#inquiry.overdue();
        this.#advance();
      },
    });
    this.#window = new ReplayWindow(confirm.confirmTimeoutMs, clock, () => {
      this.#inquiry.ask();
      this.#advance();
    });
    this.#inquiry = new Inquiry({
      clock,
      confirmTimeoutMs: confirm.confirmTimeoutMs,
      connector: this.#connector,
      opener: this.#opener,
      generations: this.#generations,
      confirmation: this.#confirmation,
      window: this.#window,
      hooks: {
        carry: (generation) => this.#carry(generation),
        lost: (generation, error) => this.#lost(generation, error),
        dismiss: (generation) => this.#dismiss(generation),
        warn: (message) => hooks.warn(message),
        later: (waitMs) => this.#rotation.schedule.again(waitMs),
      },
    });
    this.#rotation = new Rotation({
      confirm,
      clock,
      random,
      opener: this.#opener,
      generations: this.#generations,
      roundTrip: this.#roundTrip,
      hooks: {
        carry: (generation) => this.#carry(generation),
        end: (generation) => this.#end(generation),
        lost: (generation, error) => this.#lost(generation, error),
        dismiss: (generation) => this.#dismiss(generation),
        advance: () => this.#advance(),
      },
    });
  }

  get state(): DestinationState {
    const { current } = this.#generations;
    if (this.#status.isClosed) return 'closed';
    if (current !== undefined) {
      if (current.blockedMs > STALLED_AFTER_MS) return 'stalled';
      return this.#window.active ? 'window' : 'open';
    }
    if (this.#opener.busy) return 'connecting';
    return this.#connector.scheduled ? 'backoff' : 'idle';
  }

  get connections(): number {
    return this.#status.isClosed ? 0 : this.#generations.connections;
  }

  get unwrittenFrames(): number {
    return this.#status.isClosed ? 0 : this.#generations.unwrittenFrames;
  }

  get firstUnwrittenOrdinal(): number {
    return Math.min(this.#shared.queue.firstUnsentOrdinal, this.#generations.firstUnwrittenOrdinal);
  }

  get firstUnclosedOrdinal(): number {
    return Math.min(this.#shared.queue.firstUnsentOrdinal, this.#generations.firstUnclosedOrdinal);
  }

  get unsettled(): number {
    return this.#generations.unsettledFrames;
  }

  wake(): void {
    this.#status.isResting = false;
    this.#advance();
  }

  rest(): void {
    this.#status.isResting = true;
    this.#advance();
  }

  confirmUpTo(ordinal: number): void {
    this.#rotation.schedule.confirmUpTo(ordinal);
    this.#advance();
  }

  setUrgent(urgent: boolean): void {
    this.#status.isUrgent = urgent;
    this.#confirmation.setUrgent(urgent);
    if (!urgent) return;
    this.#connector.hurry();
    this.#advance();
  }

  reclaim(): boolean {
    const { queue, hooks } = this.#shared;
    const runs = this.#window.shrink(queue, this.#generations.current);
    const messages = runs.reduce((sum, { frames }) => sum + frames, 0);
    for (const run of runs) queue.release(run);
    if (messages > 0) hooks.confirmed(messages);
    return messages > 0;
  }

  async close(timeoutMs: number): Promise<void> {
    const { queue, hooks } = this.#shared;
    this.#status.isClosed = true;
    this.#opener.stop();
    this.#rotation.stop();
    this.#confirmation.stop();
    this.#window.leave();
    // Nobody will be here to see these settle.
    const { unsettled } = this;
    for (const run of this.#generations.takeUnsettled()) queue.release(run);
    if (unsettled > 0) hooks.leftUnsettled(unsettled);
    queue.putBack(this.#generations.takeAll());
    await this.#generations.shutDown(timeoutMs);
  }

  #createOpener(clock: Clock): Opener {
    return new Opener({
      connector: this.#connector,
      generations: this.#generations,
      clock,
      hooks: {
        written: (generation, frames) => this.#written(generation, frames),
        closedCleanly: (generation, closeMs) => this.#closedCleanly(generation, closeMs),
        failed: (generation, error) => this.#lost(generation, error),
      },
      attemptFailed: (error) => {
        const { failures, waitMs } = this.#connector;
        this.#shared.hooks.reconnect(error, failures, Math.round(waitMs));
      },
      free: () => this.#advance(),
    });
  }

  /** Does everything that is possible now. */
  #advance(): void {
    if (this.#status.isClosed) return;
    if (this.#status.isResting && this.#shared.queue.pendingFrames === 0) {
      this.#rotation.stop();
      for (const generation of this.#generations.list()) this.#dismiss(generation);
      return;
    }
    const { current } = this.#generations;
    if (current === undefined) {
      this.#reconnect();
      return;
    }
    this.#write(current);
    if (this.#shared.confirm.mode === 'best-effort' || this.#inquiry.advance(current)) return;
    if (this.#mayRotate(current)) {
      void this.#opener.run(() => this.#rotation.run(current, this.#status.isUrgent));
    }
  }

  #reconnect(): void {
    const { queue, hooks } = this.#shared;
    if (this.#opener.busy || this.#connector.scheduled || queue.unsentFrames === 0) return;
    if (this.#connector.exhausted) {
      this.#connector.forgive();
      hooks.dropped('gave-up', queue.dropUnsent());
      hooks.progress();
    } else if (this.#connector.waitMs > 0) this.#connector.schedule(() => this.#advance());
    else void this.#opener.run(() => this.#connect());
  }

  async #connect(): Promise<void> {
    const generation = await this.#opener.open(await this.#opener.lookup());
    if (generation === undefined) return;
    this.#carry(generation);
    if (this.#window.active) this.#inquiry.ask();
  }

  #write(current: Generation): void {
    const { queue, confirm } = this.#shared;
    if (current.state !== 'open' || this.#rotation.blocks(queue)) return;
    current.write(() => queue.take(WRITE_BYTES), WRITE_AHEAD_BYTES);
    if (current.cargo.frames > 0 && confirm.mode !== 'best-effort') this.#rotation.schedule.started();
  }

  #mayRotate(current: Generation): boolean {
    if (this.#opener.busy || this.#window.active || current.state !== 'open') return false;
    const { isUrgent } = this.#status;
    const isEvidence = this.#inquiry.wantsEnd(current);
    if (!isEvidence && !this.#rotation.isDue(current, this.#shared.queue.firstUnsentOrdinal, isUrgent)) {
      return false;
    }
    const { waitMs } = this.#connector;
    if (waitMs > 0) this.#rotation.schedule.again(waitMs);
    const most = MAX_CONNECTIONS + this.#inquiry.extraConnections(current);
    return waitMs === 0 && this.#generations.connections < most;
  }

  #carry(generation: Generation): void {
    // One that broke at once has been dealt with already.
    this.#generations.current = generation.isConnected ? generation : undefined;
    this.#rotation.carried();
    if (!generation.isConnected) return;
    this.#shared.hooks.connected(generation.address.key, this.#status.hasLost);
    this.#status.hasLost = false;
  }

  #written(generation: Generation, frames: number): void {
    const { queue, confirm, hooks } = this.#shared;
    if (confirm.mode === 'best-effort') {
      for (const run of generation.cargo.takeFront(frames)) queue.release(run);
      hooks.confirmed(frames);
    }
    hooks.progress();
    if (generation === this.#generations.current) this.#advance();
  }

  #end(generation: Generation): void {
    if (this.#status.isClosed || generation.state !== 'ending') return;
    if (generation.cargo.frames === 0) this.#dismiss(generation);
    else if (generation.end()) this.#confirmation.ended(generation, this.#inquiry.soughtMs);
  }

  /** Ends a connection that is no longer needed. */
  #dismiss(generation: Generation): void {
    this.#confirmation.forget(generation);
    void this.#generations.dismiss(generation).then(() => this.#advance());
  }

  #closedCleanly(generation: Generation, closeMs: number): void {
    this.#roundTrip.closed(closeMs);
    this.#confirmation.closed(generation, this.#inquiry.answer(generation) ?? closeMs);
    this.#advance();
  }

  #unsettled({ cargo }: Generation): void {
    if (cargo.frames > 0) this.#shared.hooks.unsettled(cargo.frames);
    this.#shared.hooks.progress();
  }

  #confirmed(generation: Generation): void {
    const { queue, hooks } = this.#shared;
    const { cargo, endedAt, sentinel } = generation;
    const { frames } = cargo;
    const isEvidence = this.#inquiry.isEvidence(generation);
    for (const run of cargo.takeAll()) queue.release(run);
    generation.confirm();
    this.#generations.delete(generation);
    if (sentinel?.isWatch === true) this.#dismiss(sentinel);
    this.#connector.healthy();
    this.#window.leave();
    if (frames > 0) hooks.confirmed(frames);
    if (isEvidence && endedAt !== undefined) this.#confirmation.accuse(generation, endedAt);
    hooks.progress();
    this.#advance();
  }

  /** A generation is dead, as `witness` shows. */
  #suspected(generation: Generation, witness: Generation): void {
    const { current } = this.#generations;
    // Whatever was opened before the witness may be dead as well.
    if (current !== undefined && current.id < witness.id) this.#rotation.renew();
    this.#lost(generation, generation.outlived(), true);
  }

  /** A connection broke, or cannot be trusted: all its frames go out again. */
  #lost(generation: Generation, error?: HekaError, isReset = false): void {
    const { hooks } = this.#shared;
    const { cargo, sentinel, state } = generation;
    const { frames } = cargo;
    if (generation === this.#generations.current || frames > 0) this.#status.hasLost = true;
    if (isReset) generation.reset();
    else generation.fail();
    this.#generations.delete(generation);
    this.#replay(cargo);
    if (sentinel?.isWatch === true) this.#dismiss(sentinel);
    this.#inquiry.lost(generation);
    this.#confirmation.failed(generation);
    if (error !== undefined && !this.#status.isClosed) {
      this.#connector.lost();
      if (frames > 0 || state !== 'ended') hooks.disconnected(generation.address.key, error, frames);
    }
    hooks.progress();
    this.#advance();
  }

  /** Puts frames back. They get confirmed soon after they have been sent, so that the next loss does not repeat them again. */
  #replay(cargo: Cargo): void {
    const { frames } = cargo;
    if (frames === 0) return;
    const runs = cargo.takeAll();
    const behind = Math.max(...runs.map((run) => run.ordinal + run.frames));
    this.#shared.queue.putBack(runs);
    this.#rotation.schedule.confirmUpTo(behind);
    this.#shared.hooks.replayed(frames);
  }
}
