import { EventEmitter } from 'node:events';
import { hostname } from 'node:os';
import { systemClock, type Timer } from '../clock.ts';
import { DatagramDestination } from '../destination/datagram/datagram-destination.ts';
import { StreamDestination } from '../destination/stream/stream-destination.ts';
import { HekaError } from '../errors.ts';
import { MessageFilter } from '../filter/message-filter.ts';
import { Framer, type FramerOptions } from '../framing/framer.ts';
import { createSigner } from '../framing/signer.ts';
import type { HekaOptions } from '../options/generated/heka-options.ts';
import type { FrameBatch } from '../queue/frame-store.ts';
import { createMemoryQueue } from '../queue/memory-queue.ts';
import { messageRecords } from '../record/message-records.ts';
import type { RecordMapping } from '../record/record-encoder.ts';
import type { MappingOptions } from '../record/value/mapping-options.ts';
import { describeThrown } from '../record/value/thrown.ts';
import { createTargetSender } from '../sender/create-sender.ts';
import type { CloseOptions, Delivery, DeliveryStats, FlushOptions } from './delivery.ts';
import { DeliveryClock } from './exit/delivery-clock.ts';
import { watchEndOfProcess } from './exit/end-of-process.ts';
import { Intake } from './intake/intake.ts';
import type { FlushResult } from './lane/flush-result.ts';
import { Lane, type OpenDestination } from './lane/lane.ts';
import type { DeliveryEvents } from './notices/delivery-events.ts';
import { createDropSummary } from './notices/drop-summary.ts';
import { Notices } from './notices/notices.ts';
import { readFlushOptions } from './read-flush-options.ts';
import { type ResolvedOptions, resolveOptions } from './resolve-options.ts';

/** How long peers may take to close their connections at the end, at least and at most. */
const MIN_SOCKETS_MS = 100;
const MAX_SOCKETS_MS = 1_000;

/**
 * Creates a delivery: the queue, the connections, and what is promised about them.
 *
 * @param options see {@link HekaOptions}; validated here, once
 * @param mapping how records become messages; by default a record is what `createMessage` takes
 * @param otherNames names of options that somebody else reads, and that need no warning
 * @throws HekaError `INVALID_OPTION` if an option is wrong
 */
export function createDelivery(options?: HekaOptions): Delivery;
export function createDelivery(
  options: HekaOptions | undefined,
  mapping: RecordMapping,
  otherNames?: readonly string[],
): Delivery<unknown>;
export function createDelivery(
  options: HekaOptions = {},
  mapping: RecordMapping = messageRecords,
  otherNames: readonly string[] = [],
): Delivery<unknown> {
  return new ComposedDelivery(resolveOptions(options, otherNames), mapping);
}

/** Joins an intake, a lane and the notices about both. */
class ComposedDelivery extends EventEmitter<DeliveryEvents> implements Delivery<unknown> {
  readonly frameOptions: FramerOptions;
  readonly #options: ResolvedOptions;
  readonly #clock = new DeliveryClock(systemClock);
  readonly #notices: Notices;
  readonly #lane: Lane;
  readonly #intake: Intake;
  #statsTimer: Timer | undefined;
  #closing: Promise<FlushResult> | undefined;
  /** Ends the registration for the end of the process. */
  #unwatch: (() => void) | undefined;

  constructor(options: ResolvedOptions, mapping: RecordMapping) {
    super();
    this.#options = options;
    const clock = this.#clock;
    const { batching, life } = options;
    const messages = messageRecords({ ...options.mapping, preparation: undefined, fields: {} });
    this.frameOptions = {
      framing: batching.framing,
      signer: options.hmac === undefined ? undefined : createSigner(options.hmac),
    };
    const framer = new Framer(this.frameOptions);
    const { url, openDestination } = this.#chooseDestination();
    this.#notices = new Notices({
      emitter: this,
      url,
      quiet: life.quiet,
      onError: life.onError,
      clock,
      inContext: (call) => clock.inContext(call),
      lane: () => this.#lane,
      onRested: () => this.#release(),
      canSummarise: () => this.#intake.free,
      summarise: (counts) => void this.#intake.logMessage(createDropSummary(counts, this.#origin())),
    });
    this.#lane = new Lane({
      openStore: (hooks) => createMemoryQueue(options.queue, hooks),
      openDestination,
      clock,
      hooks: this.#notices,
    });
    this.#intake = new Intake({
      lane: this.#lane,
      framer,
      createRecords: () => mapping(this.#mappingOptions()),
      messages,
      filter: this.#openFilter(),
      batching,
      clock,
      onBusy: () => this.#hold(),
      onInvalid: (error) => this.#notices.invalid(error),
    });
    this.#hold();
    clock.setImmediate(() => options.warnings.forEach((text) => this.#notices.warn(text)));
  }

  log(record: unknown): boolean {
    return this.#intake.log(record);
  }

  logFrames(batch: FrameBatch): number {
    return this.#intake.logFrames(batch);
  }

  ready(): Promise<void> {
    if (this.#closing !== undefined) return Promise.resolve();
    return this.#clock.inContext(() => this.#lane.ready());
  }

  flush(options?: FlushOptions): Promise<FlushResult> {
    const { confirm, life } = this.#options;
    const {
      until = 'confirmed',
      ending = false,
      timeout,
      unreachableTimeout,
    } = this.#readFlushOptions(options);
    const timeoutMs = timeout ?? (ending ? life.closeTimeoutMs : confirm.confirmTimeoutMs);
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
    const { timeout = this.#options.life.closeTimeoutMs } = this.#readFlushOptions(options);
    this.#closing ??= this.#clock.inContext(() => this.#close(timeout));
    return this.#closing;
  }

  stats(): DeliveryStats {
    return {
      ...this.#lane.figures(),
      filtered: this.#intake.filtered,
      truncated: this.#intake.truncated,
      spoolBytes: 0,
      lastError: this.#notices.lastError,
    };
  }

  endWithProcess(): void {
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

  /** Is reached by the end of the process, and by its timer, as long as it is in use. */
  #hold(): void {
    if (this.#unwatch !== undefined) return;
    this.#unwatch = watchEndOfProcess(this);
    const { statsIntervalMs } = this.#options.life;
    if (statsIntervalMs === 0) return;
    this.#statsTimer = this.#clock.setInterval(
      () => this.#notices.emit('stats', this.stats()),
      statsIntervalMs,
    );
    this.#statsTimer.unref();
  }

  /** Nothing reaches it any more but those who use it. */
  #release(): void {
    this.#unwatch?.();
    this.#unwatch = undefined;
    this.#clock.clear(this.#statsTimer);
  }

  #chooseDestination(): { readonly url: string; readonly openDestination: OpenDestination } {
    const { target, reconnect, confirm, batching } = this.#options;
    const sender = createTargetSender(target, {
      connectTimeoutMs: reconnect.connectTimeoutMs,
      clock: this.#clock,
      onRefused: (error) => this.#notices.trouble(error),
    });
    const openDestination: OpenDestination = (queue, hooks) =>
      sender.kind === 'stream'
        ? new StreamDestination({ sender, queue, confirm, reconnect, clock: this.#clock, hooks })
        : new DatagramDestination({
            sender,
            queue,
            maxDatagramBytes: batching.maxDatagramBytes,
            framing: batching.framing,
            hooks,
          });
    return { url: sender.url, openDestination };
  }

  /** The options of the mapping; what fails while a record is prepared is reported. */
  #mappingOptions(): MappingOptions {
    const { preparation, ...rest } = this.#options.mapping;
    if (preparation === undefined) return rest;
    const reporting = preparation.reportingTo((option, thrown) => {
      const reason = `${option} threw, its message is sent with headers only: ${describeThrown(thrown)}`;
      this.#notices.mistake(new HekaError('TRANSFORM_FAILED', reason, thrown));
    });
    return { ...rest, preparation: reporting };
  }

  #openFilter(): MessageFilter | undefined {
    const { filters } = this.#options;
    if (filters.length === 0) return undefined;
    return new MessageFilter(filters, (thrown) => {
      const reason = `a filter threw, its message is sent: ${describeThrown(thrown)}`;
      this.#notices.mistake(new HekaError('FILTER_FAILED', reason, thrown));
    });
  }

  #readFlushOptions(options: unknown): FlushOptions {
    return readFlushOptions(options, (text) => this.#notices.misuse(text));
  }

  /** The headers of messages of our own. */
  #origin(): { logger: string | undefined; hostname: string; envVersion: string } {
    const { logger, hostname: host, envVersion } = this.#options.mapping;
    return { logger, hostname: host ?? hostname(), envVersion };
  }
}
