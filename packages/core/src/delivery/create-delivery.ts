import { EventEmitter } from 'node:events';
import { hostname } from 'node:os';
import { type Clock, systemClock, type Timer } from '../clock.ts';
import { DatagramDestination } from '../destination/datagram/datagram-destination.ts';
import { StreamDestination } from '../destination/stream/stream-destination.ts';
import { MessageFilter } from '../filter/message-filter.ts';
import { Framer } from '../framing/framer.ts';
import { createSigner } from '../framing/signer.ts';
import type { HekaOptions } from '../options/generated/heka-options.ts';
import type { FrameBatch } from '../queue/frame-store.ts';
import { createMemoryQueue } from '../queue/memory-queue.ts';
import { messageRecords } from '../record/message-records.ts';
import type { RecordMapping } from '../record/record-encoder.ts';
import { describeThrown } from '../record/value/thrown.ts';
import { createTargetSender } from '../sender/create-sender.ts';
import type { CloseOptions, Delivery, DeliveryEvents, DeliveryStats, FlushOptions } from './delivery.ts';
import { DeliveryClock } from './exit/delivery-clock.ts';
import { flushBeforeExit } from './exit/flush-before-exit.ts';
import { Intake } from './intake/intake.ts';
import type { FlushResult } from './lane/flush-result.ts';
import { Lane, type OpenDestination } from './lane/lane.ts';
import { createDropSummary } from './notices/drop-summary.ts';
import { Notices } from './notices/notices.ts';
import { inWords } from './notices/reporter.ts';
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
export function createDelivery(
  options: HekaOptions = {},
  mapping: RecordMapping = messageRecords,
  otherNames: readonly string[] = [],
): Delivery {
  return new ComposedDelivery(resolveOptions(options, otherNames), mapping);
}

/** Joins an intake, a lane and the notices about both. */
class ComposedDelivery extends EventEmitter<DeliveryEvents> implements Delivery {
  readonly #options: ResolvedOptions;
  readonly #clock: Clock = new DeliveryClock(systemClock);
  readonly #notices: Notices;
  readonly #lane: Lane;
  readonly #intake: Intake;
  readonly #statsTimer: Timer | undefined;
  readonly #forgetExit: () => void;
  #closing: Promise<FlushResult> | undefined;

  constructor(options: ResolvedOptions, mapping: RecordMapping) {
    super();
    this.#options = options;
    const clock = this.#clock;
    const { batching, life } = options;
    const messages = messageRecords(options.mapping);
    const framer = new Framer({
      framing: batching.framing,
      signer: options.hmac === undefined ? undefined : createSigner(options.hmac),
    });
    const { name, openDestination } = this.#chooseDestination();
    this.#notices = new Notices({
      emitter: this,
      name,
      quiet: life.quiet,
      onError: life.onError,
      clock,
      lane: () => this.#lane,
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
      createRecords: () => mapping(options.mapping),
      messages,
      filter: this.#openFilter(),
      batching,
      clock,
      onError: (error) => this.#notices.remember(error),
    });
    if (life.statsIntervalMs > 0) {
      this.#statsTimer = clock.setInterval(
        () => this.#notices.emit('stats', this.stats()),
        life.statsIntervalMs,
      );
      this.#statsTimer.unref();
    }
    this.#forgetExit = flushBeforeExit(this);
    clock.setImmediate(() => options.warnings.forEach((text) => this.#notices.warn(text)));
  }

  log(record: unknown): boolean {
    return this.#intake.log(record);
  }

  logFrames(batch: FrameBatch): number {
    return this.#intake.logFrames(batch);
  }

  ready(): Promise<void> {
    return this.#closing === undefined ? this.#lane.ready() : Promise.resolve();
  }

  async flush(options?: FlushOptions): Promise<FlushResult> {
    const { confirm, life } = this.#options;
    const { until = 'confirmed', ending = false, timeout } = this.#readFlushOptions(options);
    const timeoutMs = timeout ?? (ending ? life.closeTimeoutMs : confirm.confirmTimeoutMs);
    const result = await this.#lane.flush({ until, ending, timeoutMs });
    if (ending && result.timedOut && this.#closing === undefined && result.pending > 0) {
      this.#notices.reportLoss(`${inWords(result.pending)} not confirmed in time`);
    }
    return result;
  }

  close(options?: CloseOptions): Promise<FlushResult> {
    const { timeout = this.#options.life.closeTimeoutMs } = this.#readFlushOptions(options);
    this.#closing ??= this.#close(timeout);
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

  setLevels(levels: Readonly<Record<string, number>>): void {
    this.#intake.setLevels(levels);
  }

  tellUnsent(): void {
    const { unsentFrames } = this.#lane;
    if (unsentFrames > 0) {
      this.#notices.reportLoss(`the process ends with ${inWords(unsentFrames)} not sent`);
    }
  }

  async #close(timeoutMs: number): Promise<FlushResult> {
    this.#intake.close();
    const deadline = this.#clock.now() + timeoutMs;
    const { timedOut } = await this.#lane.flush({ until: 'confirmed', ending: true, timeoutMs });
    const reason = this.#notices.reason();
    this.#forgetExit();
    this.#clock.clear(this.#statsTimer);
    this.#intake.stop();
    const socketsMs = deadline - this.#clock.now();
    const left = await this.#lane.shutDown(Math.max(MIN_SOCKETS_MS, Math.min(MAX_SOCKETS_MS, socketsMs)));
    if (left > 0) this.#notices.reportLoss(`closed with ${inWords(left)} not confirmed`, reason);
    return this.#lane.result(timedOut);
  }

  #chooseDestination(): { readonly name: string; readonly openDestination: OpenDestination } {
    const { target, reconnect, confirm, batching } = this.#options;
    const sender = createTargetSender(target, {
      connectTimeoutMs: reconnect.connectTimeoutMs,
      onRefused: (error) => {
        this.#notices.remember(error);
        this.#notices.report(error.message);
      },
    });
    const openDestination: OpenDestination = (queue, hooks) =>
      sender.kind === 'stream'
        ? new StreamDestination({ sender, queue, confirm, reconnect, hooks })
        : new DatagramDestination({
            sender,
            queue,
            maxDatagramBytes: batching.maxDatagramBytes,
            framing: batching.framing,
            hooks,
          });
    return { name: sender.url, openDestination };
  }

  #openFilter(): MessageFilter | undefined {
    const { filters } = this.#options;
    if (filters.length === 0) return undefined;
    return new MessageFilter(filters, (thrown) => {
      const error = new Error(`a filter threw, its message is sent: ${describeThrown(thrown)}`, {
        cause: thrown,
      });
      this.#notices.remember(error);
      this.#notices.report(error.message);
    });
  }

  #readFlushOptions(options: unknown): FlushOptions {
    return readFlushOptions(options, (text) => this.#notices.warn(text, false));
  }

  /** The headers of messages of our own. */
  #origin(): { logger: string | undefined; hostname: string; envVersion: string } {
    const { logger, hostname: host, envVersion } = this.#options.mapping;
    return { logger, hostname: host ?? hostname(), envVersion };
  }
}
