import { EventEmitter } from 'node:events';
import { hostname } from 'node:os';
import { DatagramDestination } from '../destination/datagram/datagram-destination.ts';
import type { Destination, DestinationHooks } from '../destination/destination.ts';
import { isRefusal } from '../destination/stream/connector.ts';
import { StreamDestination } from '../destination/stream/stream-destination.ts';
import { HekaError } from '../errors.ts';
import { Framer } from '../framing/framer.ts';
import { createSigner } from '../framing/signer.ts';
import type { HekaOptions } from '../options/generated/heka-options.ts';
import type { FrameStore } from '../queue/frame-store.ts';
import { createMemoryQueue } from '../queue/memory-queue.ts';
import { messageRecords } from '../record/message-records.ts';
import type { RecordEncoder, RecordMapping } from '../record/record-encoder.ts';
import { createTargetSender } from '../sender/create-sender.ts';
import type { CloseOptions, Delivery, DeliveryEvents, DeliveryStats, FlushOptions } from './delivery.ts';
import { flushBeforeExit, soon } from './exit/flush-before-exit.ts';
import { decisecond } from './intake/decisecond.ts';
import { FrameWriter } from './intake/frame-writer.ts';
import { type FlushResult, FlushWaiters } from './lane/flush-waiters.ts';
import { type DropReason, Ledger } from './lane/ledger.ts';
import { createDropSummary } from './notices/drop-summary.ts';
import { DropTeller } from './notices/drop-teller.ts';
import { inWords, Reporter } from './notices/reporter.ts';
import { readFlushOptions } from './read-flush-options.ts';
import { type ResolvedOptions, resolveOptions } from './resolve-options.ts';

/** `ready()` waits while more than this share of the queue is taken. */
const ROOM_SHARE = 0.875;

/**
 * Creates a delivery: the queue, the connections, and what is promised about them.
 *
 * @param options see {@link HekaOptions}; validated here, once
 * @param mapping how records become messages; by default a record is what `createMessage` takes
 * @param otherOptions names that belong to somebody else and need no warning
 * @throws HekaError `INVALID_OPTION` where an option is wrong
 */
export function createDelivery(
  options: HekaOptions = {},
  mapping: RecordMapping = messageRecords,
  otherOptions: readonly string[] = [],
): Delivery {
  return new QueuedDelivery(resolveOptions(options, otherOptions), mapping);
}

class QueuedDelivery extends EventEmitter<DeliveryEvents> implements Delivery {
  readonly #options: ResolvedOptions;
  readonly #mapping: RecordMapping;
  readonly #records: RecordEncoder;
  readonly #summaries: RecordEncoder;
  readonly #framer: Framer;
  readonly #writer: FrameWriter;
  readonly #queue: FrameStore;
  readonly #destination: Destination;
  readonly #ledger = new Ledger();
  readonly #reporter: Reporter;
  readonly #waiters = new FlushWaiters();
  readonly #drops = new DropTeller(this.#ledger, (reason, messages) => this.#tellDrop(reason, messages));
  readonly #statsTimer: NodeJS.Timeout | undefined;
  readonly #forgetExit: () => void;
  #levels: Readonly<Record<string, number>> | undefined;
  #lastError: DeliveryStats['lastError'];
  #refusals = 0;
  #waitingForRoom: (() => void)[] = [];
  #wakeScheduled = false;
  /** What writes a frame at the moment. */
  #writing: FrameWriter | undefined;
  #batchTimer: NodeJS.Timeout | undefined;
  #ending = 0;
  #closing: Promise<FlushResult> | undefined;

  constructor(options: ResolvedOptions, mapping: RecordMapping) {
    super();
    this.#options = options;
    this.#mapping = mapping;
    this.#records = mapping(options.mapping);
    this.#summaries = messageRecords(options.mapping);
    const framing = options.batching.framing;
    this.#framer = new Framer(
      options.hmac === undefined ? { framing } : { framing, signer: createSigner(options.hmac) },
    );
    this.#queue = createMemoryQueue(options.queue, {
      dropped: (frames) => this.#drops.drop('overflow', frames),
      reclaim: () => this.#destination.reclaim(),
    });
    this.#writer = new FrameWriter(this.#framer, this.#queue);
    const sender = createTargetSender(options.target, {
      connectTimeoutMs: options.reconnect.connectTimeoutMs,
      onRefused: (error) => {
        this.#remember(error);
        this.#report(error.message);
      },
    });
    this.#reporter = new Reporter(sender.url, options.life.quiet);
    const hooks = this.#hooks();
    this.#destination =
      sender.kind === 'stream'
        ? new StreamDestination({
            sender,
            queue: this.#queue,
            confirm: options.confirm,
            reconnect: options.reconnect,
            hooks,
          })
        : new DatagramDestination({
            sender,
            queue: this.#queue,
            maxDatagramBytes: options.batching.maxDatagramBytes,
            framing,
            hooks,
          });
    const { statsIntervalMs } = options.life;
    if (statsIntervalMs > 0) {
      this.#statsTimer = setInterval(() => this.#emit('stats', this.stats()), statsIntervalMs).unref();
    }
    this.#forgetExit = flushBeforeExit(this);
    setImmediate(() => options.warnings.forEach((text) => this.#warn(text)));
  }

  log(record: unknown): boolean {
    const isTaken = this.#closing === undefined ? this.#add(this.#records, record) : this.#refuse('closed');
    this.#ledger.accepted += 1;
    return isTaken;
  }

  ready(): Promise<void> {
    if (this.#hasRoom() || this.#closing !== undefined) return Promise.resolve();
    return new Promise((resolve) => this.#waitingForRoom.push(resolve));
  }

  flush(options?: FlushOptions): Promise<FlushResult> {
    return this.#flush(readFlushOptions(options, (text) => this.#warn(text, false)));
  }

  close(options?: CloseOptions): Promise<FlushResult> {
    const { timeout } = readFlushOptions(options, (text) => this.#warn(text, false));
    this.#closing ??= this.#close(timeout ?? this.#options.life.closeTimeoutMs);
    return this.#closing;
  }

  async #flush({ until = 'confirmed', ending = false, timeout }: FlushOptions): Promise<FlushResult> {
    const { confirm, life } = this.#options;
    const timeoutMs = timeout ?? (ending ? life.closeTimeoutMs : confirm.confirmTimeoutMs);
    const upTo = this.#queue.nextOrdinal;
    const waited = this.#waiters.wait(upTo, ending && until === 'confirmed' ? 'closed' : until, timeoutMs);
    if (ending) this.#setEnding(1);
    if (until === 'confirmed') this.#destination.confirmUpTo(upTo);
    else this.#destination.wake();
    this.#progress();
    const timedOut = await waited;
    if (ending) this.#setEnding(-1);
    const result = this.#result(timedOut);
    if (ending && timedOut && this.#closing === undefined && result.pending > 0) {
      this.#reporter.report(`${inWords(result.pending)} not confirmed in time${this.#because()}`, true);
    }
    return result;
  }

  tellUnsent(): void {
    const { unsentFrames } = this.#queue;
    if (unsentFrames === 0) return;
    this.#reporter.report(`the process ends with ${inWords(unsentFrames)} not sent${this.#because()}`, true);
  }

  stats(): DeliveryStats {
    const ledger = this.#ledger;
    const queue = this.#queue;
    const oldest = queue.firstPendingTime;
    return {
      state: this.#destination.state,
      accepted: ledger.accepted,
      confirmed: ledger.confirmed,
      dropped: ledger.dropped(),
      truncated: ledger.truncated,
      pending: queue.pendingFrames - this.#destination.unsettled,
      pendingBytes: queue.pendingBytes,
      unconfirmedBytes: queue.inFlightBytes,
      spoolBytes: 0,
      oldestPendingMs: oldest === undefined ? 0 : Math.max(0, decisecond() - oldest) * 100,
      connections: this.#destination.connections,
      reconnects: ledger.reconnects,
      replayedMessages: ledger.replayedMessages,
      unsettled: ledger.unsettled + this.#destination.unsettled,
      lastConfirmedAt: ledger.lastConfirmedAt,
      lastError: this.#lastError,
    };
  }

  setLevels(levels: Readonly<Record<string, number>>): void {
    this.#levels = levels;
    this.#records.setLevels?.(levels);
  }

  #add(records: RecordEncoder, record: unknown, writer = this.#writer): boolean {
    const outer = this.#writing;
    if (outer !== undefined && writer === this.#writer) return this.#addNested(record);
    outer?.stepAside();
    this.#writing = writer;
    try {
      writer.begin();
      const outcome = records.encode(record, writer.encoder);
      if (outcome.drop !== '') return this.#refuse(outcome.drop);
      // Once per turn of the event loop is precise enough.
      if (!this.#wakeScheduled) this.#queue.time = decisecond();
      if (!writer.finish(outcome.severity & 7)) return this.#refuse('overflow');
      if (outcome.truncated) this.#ledger.truncated += 1;
    } catch (error) {
      this.#remember(error as Error);
      return this.#refuse('encode');
    } finally {
      this.#writing = outer;
    }
    if (!this.#wakeScheduled) this.#scheduleWake();
    return true;
  }

  /** A getter or `toJSON` of a record has logged while it is encoded: that needs an encoder of its own. */
  #addNested(record: unknown): boolean {
    const records = this.#mapping(this.#options.mapping);
    if (this.#levels !== undefined) records.setLevels?.(this.#levels);
    return this.#add(records, record, new FrameWriter(this.#framer, this.#queue));
  }

  /** Writes happen at the end of the tick, or after `flushInterval`; never inside `log()`. */
  #scheduleWake(): void {
    const { flushIntervalMs, flushBytes } = this.#options.batching;
    if (flushIntervalMs > 0 && this.#queue.unsentBytes < flushBytes) {
      this.#batchTimer ??= setTimeout(this.#wake, flushIntervalMs).unref();
      return;
    }
    this.#wakeScheduled = true;
    // Not unref'd: an event loop that waits for something else would run it only when that comes.
    soon(this.#wake);
  }

  readonly #wake = (): void => {
    this.#wakeScheduled = false;
    clearTimeout(this.#batchTimer);
    this.#batchTimer = undefined;
    this.#destination.wake();
  };

  #refuse(reason: DropReason): false {
    this.#drops.drop(reason, 1);
    return false;
  }

  #hooks(): DestinationHooks {
    return {
      connected: (address, reconnected) => {
        if (reconnected) {
          this.#ledger.reconnects += 1;
          this.#drops.outageOver();
        }
        this.#refusals = 0;
        this.#emit('connected', { address });
        this.#progress();
      },
      disconnected: (address, error) => {
        if (error === undefined) return;
        this.#remember(error);
        this.#emit('disconnected', { address, error });
        this.#report(error.message);
      },
      reconnect: (error, attempt, delayMs) => {
        this.#refusals = isRefusal(error) ? this.#refusals + 1 : 0;
        this.#remember(error);
        this.#emit('reconnect', { error, attempt, delayMs });
        this.#report(error.message);
        if (this.#ending > 0 && this.#refusals >= 2) this.#waiters.giveUp();
        else if (this.#ending > 0) this.#destination.setUrgent(true);
      },
      confirmed: (messages) => {
        this.#ledger.confirm(messages);
        if (this.listenerCount('confirmed') > 0) this.#emit('confirmed', { messages });
      },
      unsettled: () => {},
      leftUnsettled: (messages) => void (this.#ledger.unsettled += messages),
      replayed: (messages) => {
        this.#ledger.replayedMessages += messages;
        this.#emit('replayed', { messages });
      },
      dropped: (reason, messages) => this.#drops.drop(reason, messages),
      warn: (message) => this.#warn(message),
      progress: () => this.#progress(),
    };
  }

  #progress(): void {
    if (this.#waiters.waiting) {
      this.#waiters.progress(
        this.#queue.firstPendingOrdinal,
        this.#destination.firstUnclosedOrdinal,
        this.#destination.firstUnwrittenOrdinal,
      );
    }
    if (!this.#hasRoom()) return;
    if (this.#waitingForRoom.length > 0) {
      const waiting = this.#waitingForRoom;
      this.#waitingForRoom = [];
      for (const resolve of waiting) resolve();
      this.#emit('room');
    }
    this.#summariseDrops();
  }

  #hasRoom(): boolean {
    const limit = this.#queue.maxBytes * ROOM_SHARE;
    while (this.#queue.retainedBytes > limit && this.#destination.reclaim());
    return this.#queue.retainedBytes <= limit;
  }

  async #close(timeoutMs: number): Promise<FlushResult> {
    const deadline = performance.now() + timeoutMs;
    const { timedOut } = await this.#flush({ timeout: timeoutMs, ending: true });
    const reason = this.#because();
    this.#forgetExit();
    clearInterval(this.#statsTimer);
    clearTimeout(this.#batchTimer);
    const socketsMs = Math.max(100, Math.min(1_000, deadline - performance.now()));
    const alive = setTimeout(() => {}, socketsMs + 1_000);
    await this.#destination.close(socketsMs);
    clearTimeout(alive);
    const left = this.#queue.dropUnsent();
    if (left > 0) {
      this.#drops.drop('closed', left);
      this.#reporter.report(`closed with ${inWords(left)} not confirmed${reason}`, true);
    }
    this.#waiters.giveUp();
    for (const resolve of this.#waitingForRoom.splice(0)) resolve();
    return this.#result(timedOut);
  }

  #setEnding(change: 1 | -1): void {
    this.#ending += change;
    this.#destination.setUrgent(this.#ending > 0);
  }

  #result(timedOut: boolean): FlushResult {
    const { confirmed, unsettled, pending } = this.stats();
    return { confirmed, unsettled, pending, dropped: this.#ledger.droppedTotal, timedOut };
  }

  #tellDrop(reason: DropReason, messages: number): void {
    this.#emit('dropped', { reason, messages });
    this.#report(`dropped ${inWords(messages)} (${reason})${this.#because()}`);
    // Without an outage nothing else would bring the summary out.
    if (this.#hasRoom()) this.#summariseDrops();
  }

  /** Tells downstream what was dropped, in one message, once there is room and a connection. */
  #summariseDrops(): void {
    const { state } = this.#destination;
    if (this.#closing !== undefined || this.#writing !== undefined) return;
    if (state !== 'open' && state !== 'window') return;
    const counts = this.#drops.takeSummary();
    if (counts === undefined) return;
    const { logger, hostname: host, envVersion } = this.#options.mapping;
    const summary = createDropSummary(counts, { logger, hostname: host ?? hostname(), envVersion });
    this.#add(this.#summaries, summary);
    this.#ledger.accepted += 1;
  }

  #because(): string {
    if (this.#lastError !== undefined) return `; last error: ${this.#lastError.message}`;
    return this.#destination.state === 'connecting' ? '; still connecting' : '';
  }

  #remember(error: Error): void {
    const code = error instanceof HekaError ? error.code : error.name;
    this.#lastError = { code, message: error.message, at: Date.now() };
    const { onError } = this.#options.life;
    if (onError === undefined) return;
    try {
      onError(error);
    } catch (thrown) {
      this.#reporter.report(`onError threw: ${String(thrown)}`);
    }
  }

  #report(text: string): void {
    const { pendingFrames } = this.#queue;
    this.#reporter.report(pendingFrames === 0 ? text : `${text} (${inWords(pendingFrames)} waiting)`);
  }

  #warn(text: string, urgent = true): void {
    this.#emit('warn', new Error(text));
    this.#reporter.report(text, urgent);
  }

  #emit<K extends keyof DeliveryEvents>(event: K, ...args: DeliveryEvents[K]): void {
    try {
      (this as EventEmitter).emit(event, ...args);
    } catch (error) {
      // A listener's failure is not the delivery's: it must not lose a message.
      this.#reporter.report(`a listener of '${event}' threw: ${String(error)}`);
    }
  }
}
