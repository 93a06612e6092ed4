/**
 * How the transport keeps winston's rules and its own promise at once.
 *
 * - `log()` encodes and queues synchronously and calls back at once. A transport that calls back late stalls the
 *   other transports of its logger and makes `logger.end()` lose records, so the queue is ours.
 * - `logger.remove(transport)`, `logger.close()` and `logger.clear()` let go of the transport. When the last logger does,
 *   it flushes in the background, and then holds neither a connection nor a timer, until it is used again. winston calls
 *   `close()` even if other loggers still use the transport: they go on.
 * - `transport.end()` and `logger.end()` are final: what is queued is sent, then `finish` is emitted.
 * - Uncaught exception or rejection: winston sets `_ending`, logs it, and exits at `finish` or after 3 s. The
 *   transport flushes, for 2.5 s at most, and emits `finish`. That makes the pipe of each logger let go of it. If the
 *   process lives on (`exitOnError: false`) it is piped again before any other record is logged. Older winston 3 waits
 *   for `logged` instead, which therefore follows the flush for these records.
 * - Network problems are never an `error` event: the stream would be unpiped. They are a `warn` event, which winston
 *   passes on to the logger.
 * - If a level keeps records from the transport, which winston does in silence, that is a `warn` event too, and a line on
 *   stderr: see `level-check.ts`.
 */

import { writeSync } from 'node:fs';
import type { DeliveryStats, FlushOptions, FlushResult, HekaOptions } from 'heka-core';
import {
  createDelivery,
  type Delivery,
  forwardEvents,
  LoggerRecords,
  systemClock,
  winstonRecords,
} from 'heka-core';
import Transport from 'winston-transport';
import { type Levels, type LoggerLevels, levelMistake } from './level-check.ts';
import type { ListenerMethod } from './transport-events.ts';

/** Options of {@link HekaTransport}: those of every winston transport, and those of heka-core. */
export interface HekaTransportOptions extends Transport.TransportStreamOptions, HekaOptions {
  /** Name of the transport, as winston shows it. @default 'heka' */
  readonly name?: string;
  /** Records that winston may buffer before `write` returns false. @default 16 */
  readonly highWaterMark?: number;
}

/** Options that winston understands and heka-core does not. */
const WINSTON_OPTIONS: readonly string[] = [
  'name',
  'level',
  'silent',
  'format',
  'handleExceptions',
  'handleRejections',
  'highWaterMark',
  'log',
  'logv',
  'close',
];

/** winston exits 3,000 ms after an uncaught exception, flushed or not. */
const CRASH_FLUSH_MS = 2500;

/** A stream that is piped into the transport. */
interface Source extends NodeJS.ReadableStream, LoggerLevels {
  readonly defaultMeta?: unknown;
}

/**
 * A winston transport that ships records to Heka.
 *
 * Emits the events of {@link HekaTransportEvents}.
 *
 * @example
 * const logger = winston.createLogger({ transports: [new HekaTransport({ url: 'tcp://127.0.0.1:5565' })] });
 */
export class HekaTransport extends Transport {
  /** Adds a listener; see {@link HekaTransportEvents}. The other methods for listeners know the events as well. */
  declare on: ListenerMethod<this>;
  declare once: ListenerMethod<this>;
  declare off: ListenerMethod<this>;
  declare addListener: ListenerMethod<this>;
  declare removeListener: ListenerMethod<this>;
  declare prependListener: ListenerMethod<this>;
  declare prependOnceListener: ListenerMethod<this>;
  /** Name of the transport, as winston shows it. */
  readonly name: string;
  /** Levels of the logger that the transport is piped from. winston-transport keeps it and reads it. */
  declare levels?: Levels;
  /** The logger that the transport is piped from. winston-transport keeps it and reads its level. */
  declare parent?: unknown;

  readonly #delivery: Delivery<unknown>;
  readonly #records = new LoggerRecords(winstonRecords);
  readonly #sources = new Set<Source>();
  readonly #crashFlushMs: number;
  readonly #quiet: boolean;
  #hasWarnedOfLevel = false;
  #hasBeenUnpiped = false;
  #crashing = false;
  #final = false;

  /** @throws HekaError `INVALID_OPTION` if an option has a wrong value */
  constructor(options: HekaTransportOptions = {}) {
    // The delivery refuses anything but an object, with an error that shows it.
    super(options ?? {});
    this.#delivery = createDelivery(options, this.#records.mapping, WINSTON_OPTIONS);
    // Without a prototype: what a dependency adds to `Object.prototype` is nobody's option.
    const own = Object.assign(Object.create(null) as HekaTransportOptions, options);
    this.name = own.name ?? 'heka';
    this.#crashFlushMs = Math.min(CRASH_FLUSH_MS, own.closeTimeout ?? CRASH_FLUSH_MS);
    this.#quiet = own.quiet ?? false;
    forwardEvents(this.#delivery, (name, details) => this.emit(name, ...details));
    // Each logger that it is added to adds some.
    this.setMaxListeners(0);
    this.on('pipe', (source: Source) => this.#piped(source));
    // Before winston-transport's own listener, which calls close().
    this.prependListener('unpipe', (source: Source) => this.#sources.delete(source));
    this.on('unpipe', (source: Source) => this.#unpiped(source));
  }

  /**
   * Takes one record: encodes it and queues it. Never throws, never waits.
   *
   * @param info the record, as winston's formats left it
   * @param next called before `log` returns
   */
  override log(info: unknown, next?: () => void): boolean {
    this.#delivery.log(info);
    if (this.listenerCount('logged') > 0) this.#announce(info);
    next?.();
    return true;
  }

  /** Resolves when the queue has room, for producers that want to wait. */
  ready(): Promise<void> {
    return this.#delivery.ready();
  }

  /** Resolves when everything logged before is confirmed, or when the time is over; never rejects. */
  flush(options?: FlushOptions): Promise<FlushResult> {
    return this.#delivery.flush(options);
  }

  /** Counters and state, now. */
  stats(): DeliveryStats {
    return this.#delivery.stats();
  }

  /** Called by winston when a logger lets go of the transport. Flushes in the background; logging may continue. */
  override close(): void {
    if (this.#final) return;
    if (this.#sources.size === 0) void this.#delivery.rest();
    else void this.#delivery.flush({ ending: true });
  }

  /** Flushes and releases everything; `finish` follows. Part of the stream protocol: call `end()`. */
  override _final(callback: (error?: Error | null) => void): void {
    void this.#end().then(() => callback());
  }

  /** Part of the stream protocol: call `end()`, or `destroy()`. */
  override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
    if (!this.#final) void this.#end();
    callback(error);
  }

  /** Set by winston when it handles an uncaught exception or rejection. */
  get _ending(): boolean {
    return this.#crashing;
  }

  set _ending(ending: boolean) {
    if (!ending || this.#crashing) return;
    this.#crashing = true;
    // winston logs the exception after it has set this; by the next turn the record is here, or was filtered.
    systemClock.setImmediate(() => void this.#finishCrash());
  }

  async #finishCrash(): Promise<void> {
    await this.#delivery.flush({ ending: true, timeout: this.#crashFlushMs });
    this.#crashing = false;
    if (this.#final) return;
    const sources = [...this.#sources];
    this.emit('finish');
    for (const source of sources) {
      if (!this.#sources.has(source)) source.pipe(this);
    }
  }

  async #end(): Promise<void> {
    this.#final = true;
    await this.#delivery.close();
  }

  #announce(info: unknown): void {
    if (isUncaught(info)) {
      void this.#delivery
        .flush({ ending: true, timeout: this.#crashFlushMs })
        .then(() => this.emit('logged', info));
    } else {
      // Not at once: a listener that logs, or throws, must do so outside of the application's log call.
      systemClock.setImmediate(() => this.emit('logged', info));
    }
  }

  // winston-transport does its bookkeeping for the first logger only; this does it for the further ones.
  #piped(source: Source): void {
    this.#sources.add(source);
    this.#adopt(source);
    // Not at once: the application is about to set levels, and to listen to its logger.
    systemClock.setImmediate(() => this.#checkLevel());
  }

  #unpiped(source: Source): void {
    // winston-transport listens to the first of these events: if it has taken the parent away, it has called close().
    const isClosed = !this.#hasBeenUnpiped && this.parent === null;
    this.#hasBeenUnpiped = true;
    if (this.parent === source) this.parent = undefined;
    if (!isClosed) this.close();
    for (const other of this.#sources) this.#adopt(other);
  }

  #adopt(source: Source): void {
    if (source.levels === undefined) return;
    this.parent ??= source;
    if (this.parent !== source) return;
    this.levels = source.levels;
    const { levels, defaultMeta } = source;
    this.#records.configure({ levels, defaultMeta: defaultMeta as object | undefined });
  }

  #checkLevel(): void {
    const mistake = this.#hasWarnedOfLevel ? undefined : levelMistake(this.level, [...this.#sources]);
    if (mistake === undefined) return;
    this.#hasWarnedOfLevel = true;
    if (!this.#quiet) printLine(`winston-heka: ${mistake}`);
    this.emit('warn', new Error(mistake));
  }
}

function printLine(text: string): void {
  try {
    writeSync(2, `${text}\n`);
  } catch {
    // A closed stderr must not take the application down.
  }
}

function isUncaught(info: unknown): boolean {
  if (typeof info !== 'object' || info === null) return false;
  const { exception, rejection } = info as { exception?: unknown; rejection?: unknown };
  return exception === true || rejection === true;
}
