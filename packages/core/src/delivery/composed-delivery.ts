import { EventEmitter } from 'node:events';
import { type Clock, systemClock, type Timer } from '../clock.ts';
import type { Destination, DestinationHooks } from '../destination/destination.ts';
import type { HekaError } from '../errors.ts';
import type { MessageFilter } from '../filter/message-filter.ts';
import { Framer, type FramerOptions } from '../framing/framer.ts';
import type { FrameBatch, FrameStore, OpenStore } from '../queue/frame-store.ts';
import type { RecordEncoder } from '../record/record-encoder.ts';
import type { CloseOptions, Delivery, DeliveryStats, FlushOptions } from './delivery.ts';
import type { LifeOptions } from './delivery-options.ts';
import { DeliveryClock } from './exit/delivery-clock.ts';
import { watchEndOfProcess } from './exit/end-of-process.ts';
import { type Batching, Intake } from './intake/intake.ts';
import type { FlushResult } from './lane/flush-result.ts';
import { Lane } from './lane/lane.ts';
import type { DeliveryEvents } from './notices/delivery-events.ts';
import { createDropSummary, type SummaryOrigin } from './notices/drop-summary.ts';
import { Notices } from './notices/notices.ts';
import { readFlushOptions } from './read-flush-options.ts';

/** How long peers may take to close their connections at the end, at least and at most. */
const MIN_SOCKETS_MS = 100;
const MAX_SOCKETS_MS = 1_000;

/** Where messages go. */
export interface Place {
  /** Names it on stderr. */
  readonly url: string;
  /** Opens the destination that takes its frames from `store` there. */
  open(store: FrameStore, hooks: DestinationHooks, clock: Clock): Destination;
}

/** Called when a function of the application threw, with what became of the message. */
export type ReportMistake = (error: HekaError) => void;

/** What a delivery is made of. */
interface DeliveryParts {
  readonly openStore: OpenStore;
  readonly place: Place;
  /** Makes the encoder of records; called again for records that are logged while another one is encoded. */
  readonly createRecords: (report: ReportMistake) => RecordEncoder;
  /** Encodes messages of our own. */
  readonly messages: RecordEncoder;
  /** Undefined: every message is sent. */
  readonly createFilter: (report: ReportMistake) => MessageFilter | undefined;
  readonly frameOptions: FramerOptions;
  /** The headers of messages of our own. */
  readonly origin: SummaryOrigin;
  readonly batching: Batching;
  readonly life: LifeOptions;
  /** How long a flush waits. */
  readonly flushTimeoutMs: number;
  /** What an operator should know about the options, one line each. */
  readonly warnings: readonly string[];
}

/** A delivery: an intake, a lane, and the notices about both. */
export class ComposedDelivery extends EventEmitter<DeliveryEvents> implements Delivery<unknown> {
  readonly frameOptions: FramerOptions;
  readonly #life: LifeOptions;
  readonly #flushTimeoutMs: number;
  readonly #clock = new DeliveryClock(systemClock);
  readonly #notices: Notices;
  readonly #lane: Lane;
  readonly #intake: Intake;
  #statsTimer: Timer | undefined;
  #closing: Promise<FlushResult> | undefined;
  /** Ends the registration for the end of the process. */
  #unwatch: (() => void) | undefined;

  constructor(parts: DeliveryParts) {
    super();
    const { place, openStore, frameOptions, messages, origin, batching, life, warnings } = parts;
    const clock = this.#clock;
    this.frameOptions = frameOptions;
    this.#life = life;
    this.#flushTimeoutMs = parts.flushTimeoutMs;
    this.#notices = new Notices({
      emitter: this,
      url: place.url,
      quiet: life.quiet,
      onError: life.onError,
      clock,
      inContext: (call) => clock.inContext(call),
      lane: () => this.#lane,
      onRested: () => this.#release(),
      canSummarise: () => this.#intake.free,
      summarise: (counts) => void this.#intake.logMessage(createDropSummary(counts, origin)),
    });
    this.#lane = new Lane({
      openStore,
      openDestination: (store, hooks) => place.open(store, hooks, clock),
      clock,
      hooks: this.#notices,
    });
    const report: ReportMistake = (error) => this.#notices.mistake(error);
    this.#intake = new Intake({
      lane: this.#lane,
      framer: new Framer(frameOptions),
      createRecords: () => parts.createRecords(report),
      messages,
      filter: parts.createFilter(report),
      batching,
      clock,
      onBusy: () => this.#hold(),
      onInvalid: (error) => this.#notices.invalid(error),
    });
    this.#hold();
    clock.setImmediate(() => warnings.forEach((text) => this.#notices.warn(text)));
  }

  log(record: unknown): boolean {
    return this.#intake.log(record);
  }

  logFrames(batch: FrameBatch): number {
    return this.#intake.logFrames(batch);
  }

  defer(take: () => void): void {
    this.#intake.defer(take);
  }

  ready(): Promise<void> {
    this.#intake.takeDeferred();
    if (this.#closing !== undefined) return Promise.resolve();
    return this.#clock.inContext(() => this.#lane.ready());
  }

  flush(options?: FlushOptions): Promise<FlushResult> {
    this.#intake.takeDeferred();
    const {
      until = 'confirmed',
      ending = false,
      timeout,
      unreachableTimeout,
    } = this.#readFlushOptions(options);
    const timeoutMs = timeout ?? (ending ? this.#life.closeTimeoutMs : this.#flushTimeoutMs);
    const unreachableMs = unreachableTimeout;
    return this.#clock.inContext(() => this.#lane.flush({ until, ending, timeoutMs, unreachableMs }));
  }

  rest(): Promise<FlushResult> {
    return this.#clock.inContext(async () => {
      const flushed = this.flush({ ending: true });
      if (this.#closing === undefined) this.#lane.rest();
      return flushed;
    });
  }

  close(options?: CloseOptions): Promise<FlushResult> {
    const { timeout = this.#life.closeTimeoutMs } = this.#readFlushOptions(options);
    this.#intake.takeDeferred();
    this.#closing ??= this.#clock.inContext(() => this.#close(timeout));
    return this.#closing;
  }

  stats(): DeliveryStats {
    this.#intake.takeDeferred();
    return {
      ...this.#lane.figures(),
      filtered: this.#intake.filtered,
      truncated: this.#intake.truncated,
      spoolBytes: 0,
      lastError: this.#notices.lastError,
    };
  }

  endWithProcess(): void {
    this.#intake.takeDeferred();
    const report = (): void => this.#notices.summariseLoss(this.#lane.loss());
    report();
    this.#intake.close(report);
  }

  async #close(timeoutMs: number): Promise<FlushResult> {
    this.#intake.close(() => {
      if (this.#unwatch !== undefined) return;
      this.#notices.late(this.#lane.loss());
      this.#unwatch = watchEndOfProcess(this);
    });
    const deadline = this.#clock.now() + timeoutMs;
    const { timedOut } = await this.#lane.flush({ until: 'confirmed', ending: true, timeoutMs });
    this.#intake.stop();
    const socketsMs = deadline - this.#clock.now();
    const reason = this.#notices.reason(this.#lane.pending > 0);
    const loss = await this.#lane.shutDown(Math.max(MIN_SOCKETS_MS, Math.min(MAX_SOCKETS_MS, socketsMs)));
    this.#notices.summariseLoss(loss, reason);
    this.#notices.close();
    this.#release();
    this.#clock.close();
    return this.#lane.result(timedOut);
  }

  /** While it is in use, the end of the process and its timer hold a reference to it. */
  #hold(): void {
    if (this.#unwatch !== undefined) return;
    this.#unwatch = watchEndOfProcess(this);
    const { statsIntervalMs } = this.#life;
    if (statsIntervalMs === 0) return;
    this.#statsTimer = this.#clock.setInterval(
      () => this.#notices.emit('stats', this.stats()),
      statsIntervalMs,
    );
    this.#statsTimer.unref();
  }

  /** From now on only its users hold a reference to it. */
  #release(): void {
    this.#unwatch?.();
    this.#unwatch = undefined;
    this.#clock.clear(this.#statsTimer);
  }

  #readFlushOptions(options: unknown): FlushOptions {
    return readFlushOptions(options, (text) => this.#notices.misuse(text));
  }
}
