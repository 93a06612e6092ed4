import type { Clock, Timer } from '../../clock.ts';
import type { Destination, DestinationHooks, DestinationState } from '../../destination/destination.ts';
import { isRefusal } from '../../destination/is-refusal.ts';
import type { HekaError } from '../../errors.ts';
import type { FrameBatch, FrameRoom, FrameStore, OpenStore } from '../../queue/frame-store.ts';
import type { FlushResult } from './flush-result.ts';
import { type FlushWait, FlushWaiters } from './flush-waiters.ts';
import { IdleWatch } from './idle-watch.ts';
import type { LaneFigures, LaneLoss } from './lane-figures.ts';
import { type DropCounts, type DropReason, Ledger } from './ledger.ts';
import { RoomWaiters } from './room-waiters.ts';

/** `ready()` waits while more than this share of the store is taken. */
const ROOM_SHARE = 0.875;
/** Refusals in a row after which nobody waits any longer at the end of life. */
const END_OF_LIFE_REFUSALS = 2;
/** States in which nothing gets to the receiver. */
const UNREACHABLE: ReadonlySet<DestinationState> = new Set(['connecting', 'backoff', 'stalled']);

/** Opens a destination that takes its frames from `store` and answers to `hooks`. */
type OpenDestination = (store: FrameStore, hooks: DestinationHooks) => Destination;

/** What a lane reports. */
export interface LaneHooks
  extends Pick<
    DestinationHooks,
    'connected' | 'disconnected' | 'reconnect' | 'trouble' | 'replayed' | 'unsettled' | 'warn'
  > {
  /** Messages were confirmed. */
  confirmed(messages: number): void;
  /** Messages were dropped, and are counted. */
  dropped(reason: DropReason, messages: number): void;
  /** There is room in the store; `waited` if a producer has waited for it. */
  room(waited: boolean): void;
  /** Nothing is pending any more, and the destination has been put to rest; until the next {@link Lane.wake}. */
  rested(): void;
}

/** What a lane is made of. */
interface LaneParts {
  readonly openStore: OpenStore;
  readonly openDestination: OpenDestination;
  readonly clock: Clock;
  readonly hooks: LaneHooks;
}

/** How a flush waits. */
interface LaneFlush {
  readonly until: 'confirmed' | 'written';
  /** The end of life: waits are short, and end early if the receiver refuses connections. */
  readonly ending: boolean;
  readonly timeoutMs: number;
  /** How long it waits while the receiver cannot be reached. @default timeoutMs */
  readonly unreachableMs?: number | undefined;
}

/**
 * The way of frames to one place: a store, the destination that empties it, the ledger of what became of every message,
 * and those who wait for it.
 *
 * ```
 *   push, refuse ---> [ store ] ---> [ destination ] ---> confirmed
 *                         |                 |
 *                         +---- dropped ----+
 * ```
 *
 * The conservation law of `ledger.ts` lives here and nowhere else: every message enters by {@link Lane.push},
 * {@link Lane.pushAll} or {@link Lane.refuse}, and leaves by being confirmed, dropped or left unsettled.
 */
export class Lane {
  readonly #store: FrameStore;
  readonly #destination: Destination;
  readonly #clock: Clock;
  readonly #hooks: LaneHooks;
  readonly #ledger = new Ledger();
  readonly #flushes: FlushWaiters;
  readonly #producers: RoomWaiters;
  readonly #idle: IdleWatch;
  /** Flushes under way that wait for the end of life. */
  #ending = 0;
  /** Refused connections in a row. */
  #refusals = 0;
  #closing = false;

  constructor({ openStore, openDestination, clock, hooks }: LaneParts) {
    this.#clock = clock;
    this.#hooks = hooks;
    this.#flushes = new FlushWaiters(clock);
    this.#producers = new RoomWaiters(clock);
    this.#idle = new IdleWatch(clock, {
      accepted: () => this.#store.nextOrdinal,
      look: () => this.#lookForRest(),
      rest: () => this.#goToRest(),
    });
    this.#store = openStore({
      dropped: (frames) => this.#drop('overflow', frames),
      reclaim: () => this.#destination.reclaim(),
    });
    this.#destination = openDestination(this.#store, this.#destinationHooks());
  }

  /** Where the next frame may be written before it is pushed; see {@link FrameStore.tail}. */
  get tail(): FrameRoom | undefined {
    return this.#store.tail;
  }

  /** Bytes that were not handed to a connection yet. */
  get unsentBytes(): number {
    return this.#store.unsentBytes;
  }

  /** Messages neither confirmed nor dropped. */
  get pending(): number {
    return this.#store.pendingFrames - this.#destination.unsettled;
  }

  /** What would be lost if the process ended now, and what was dropped before. */
  loss(): LaneLoss {
    const { unsentFrames, returnedFrames } = this.#store;
    const unsent = unsentFrames - returnedFrames + this.#destination.unwrittenFrames;
    return { unsent, unconfirmed: this.pending - unsent, dropped: this.dropped() };
  }

  /** Drops by reason until now. */
  dropped(): DropCounts {
    return this.#ledger.dropped();
  }

  /** What the destination does. */
  get state(): DestinationState {
    return this.#destination.state;
  }

  /** Accepts a message: its finished frame. Returns false if it was dropped at once. */
  push(source: Buffer, start: number, end: number, severity: number): boolean {
    const taken = this.#store.push(source, start, end, severity);
    if (!taken) this.refuse('overflow');
    return taken;
  }

  /** Accepts a batch of finished frames. Returns the number of those that were not dropped at once. */
  pushAll(batch: FrameBatch): number {
    const taken = this.#store.pushAll(batch);
    this.refuse('overflow', batch.count - taken);
    return taken;
  }

  /** Accepts messages of which there are no frames, and drops them. */
  refuse(reason: DropReason, messages = 1): void {
    this.#ledger.refused += messages;
    this.#drop(reason, messages);
  }

  /** Sets the time of the frames that are pushed from now on. */
  keepTime(): void {
    this.#store.time = this.#decisecond();
  }

  /** There is something to send. */
  wake(): void {
    this.#idle.used();
    this.#destination.wake();
  }

  /** Closes connections and stops timers as soon as nothing is pending; at once if nothing is. */
  rest(): void {
    this.#idle.want();
  }

  /** Resolves when there is room for more messages, or none are taken any more. Keeps the process alive meanwhile. */
  ready(): Promise<void> {
    if (this.#closing || this.hasRoom()) return Promise.resolve();
    return this.#producers.wait();
  }

  /** True if there is room for more messages. */
  hasRoom(): boolean {
    const limit = this.#store.maxBytes * ROOM_SHARE;
    while (this.#store.retainedBytes > limit && this.#destination.reclaim());
    return this.#store.retainedBytes <= limit;
  }

  /** Waits until everything accepted before is confirmed or written. Never rejects. */
  async flush({ until, ending, timeoutMs, unreachableMs }: LaneFlush): Promise<FlushResult> {
    const upTo = this.#store.nextOrdinal;
    const goal = ending && until === 'confirmed' ? 'closed' : until;
    const wait = this.#flushes.wait(upTo, goal, timeoutMs);
    const unreachable = this.#watchReach(unreachableMs, wait);
    if (ending) this.#setEnding(1);
    if (until === 'confirmed') this.#destination.confirmUpTo(upTo);
    else this.#destination.wake();
    this.#progress();
    const timedOut = await wait.timedOut;
    this.#clock.clear(unreachable);
    if (ending) this.#setEnding(-1);
    return this.result(timedOut);
  }

  /** What a flush that ended now would resolve to. */
  result(timedOut: boolean): FlushResult {
    const { confirmed, unsettled } = this.#ledger;
    return {
      confirmed,
      unsettled: unsettled + this.#destination.unsettled,
      pending: this.pending,
      dropped: this.dropped(),
      timedOut,
    };
  }

  /**
   * Closes all connections, and drops what is still pending as `closed`.
   *
   * @param timeoutMs how long the peers may take to close theirs
   * @returns what is lost by that, and what was dropped before
   */
  async shutDown(timeoutMs: number): Promise<LaneLoss> {
    this.#closing = true;
    this.#idle.stop();
    const { unconfirmed } = this.loss();
    const alive = this.#clock.setTimeout(() => {}, timeoutMs + 1_000);
    await this.#destination.close(timeoutMs);
    this.#clock.clear(alive);
    const left = this.#store.dropUnsent();
    const loss = { unsent: left - unconfirmed, unconfirmed, dropped: this.dropped() };
    this.#drop('closed', left);
    this.#flushes.giveUp();
    this.#producers.release();
    return loss;
  }

  /** The figures of this moment. */
  figures(): LaneFigures {
    const store = this.#store;
    const destination = this.#destination;
    const ledger = this.#ledger;
    const oldest = store.firstPendingTime;
    return {
      state: destination.state,
      accepted: store.nextOrdinal + ledger.refused,
      confirmed: ledger.confirmed,
      unsettled: ledger.unsettled + destination.unsettled,
      dropped: ledger.dropped(),
      pending: this.pending,
      pendingBytes: store.pendingBytes,
      unconfirmedBytes: store.inFlightBytes,
      oldestPendingMs: oldest === undefined ? 0 : Math.max(0, this.#decisecond() - oldest) * 100,
      connections: destination.connections,
      reconnects: ledger.reconnects,
      replayedMessages: ledger.replayedMessages,
      lastConfirmedAt: ledger.lastConfirmedAt,
    };
  }

  #drop(reason: DropReason, messages: number): void {
    if (messages === 0) return;
    this.#ledger.drop(reason, messages);
    this.#hooks.dropped(reason, messages);
  }

  /** The store keeps a time per frame in 32 bits: tenths of a second of the monotonic clock. */
  #decisecond(): number {
    return Math.floor(this.#clock.now() / 100);
  }

  /** Gives a wait up when `afterMs` have passed and the receiver cannot be reached; looks again after as long. */
  #watchReach(afterMs: number | undefined, wait: FlushWait): Timer | undefined {
    if (afterMs === undefined) return undefined;
    return this.#clock.setInterval(() => {
      if (UNREACHABLE.has(this.#destination.state)) wait.giveUp();
    }, afterMs);
  }

  #setEnding(change: 1 | -1): void {
    this.#ending += change;
    this.#destination.setUrgent(this.#ending > 0);
  }

  #progress(): void {
    if (this.#flushes.waiting) {
      this.#flushes.progress({
        confirmed: this.#store.firstPendingOrdinal,
        closed: this.#destination.firstUnclosedOrdinal,
        written: this.#destination.firstUnwrittenOrdinal,
      });
    }
    if (this.hasRoom()) this.#hooks.room(this.#producers.release());
    this.#lookForRest();
  }

  #lookForRest(): void {
    if (this.#store.pendingFrames === 0 && !this.#closing) this.#idle.empty();
  }

  #goToRest(): void {
    this.#destination.rest();
    this.#store.rest();
    this.#hooks.rested();
  }

  #attemptFailed(error: HekaError): void {
    this.#refusals = isRefusal(error) ? this.#refusals + 1 : 0;
    if (this.#ending === 0) return;
    if (this.#refusals >= END_OF_LIFE_REFUSALS) this.#flushes.giveUp();
    else this.#destination.setUrgent(true);
  }

  #destinationHooks(): DestinationHooks {
    const hooks = this.#hooks;
    return {
      connected: (address, reconnected) => {
        this.#refusals = 0;
        if (reconnected) this.#ledger.reconnects++;
        hooks.connected(address, reconnected);
        this.#progress();
      },
      disconnected: (address, error, messages) => hooks.disconnected(address, error, messages),
      reconnect: (error, attempt, delayMs) => {
        hooks.reconnect(error, attempt, delayMs);
        this.#attemptFailed(error);
      },
      confirmed: (messages) => {
        this.#ledger.confirm(messages, this.#clock.wallTime());
        hooks.confirmed(messages);
      },
      trouble: (error) => hooks.trouble(error),
      unsettled: (messages) => hooks.unsettled(messages),
      leftUnsettled: (messages) => {
        this.#ledger.unsettled += messages;
      },
      replayed: (messages) => {
        this.#ledger.replayedMessages += messages;
        hooks.replayed(messages);
      },
      dropped: (reason, messages) => this.#drop(reason, messages),
      warn: (message) => hooks.warn(message),
      progress: () => this.#progress(),
    };
  }
}
