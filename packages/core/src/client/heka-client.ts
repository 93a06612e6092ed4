import type { EventEmitter } from 'node:events';
import type { CloseOptions, DeliveryStats, FlushOptions } from '../delivery/delivery.ts';
import type { FlushResult } from '../delivery/lane/flush-result.ts';
import type { DeliveryEvents } from '../delivery/notices/delivery-events.ts';
import type { HekaMessage } from '../message/heka-message.ts';
import type { CounterOptions, HekaCallOptions, MetricOptions } from './calls/call-options.ts';
import type { ClientOptions, ReadOnlyConfig } from './client-options.ts';
import type { AddMethodOptions, ClientMethod } from './plugins/client-method.ts';
import type { HekaTimer } from './timer/heka-timer.ts';

/**
 * Methods that plugins add to every client. A plugin declares its own:
 *
 * @example
 * declare module 'heka-core' {
 *   interface HekaClientMethods {
 *     audit(user: string): void;
 *   }
 * }
 */
// biome-ignore lint/suspicious/noEmptyInterface: it is there to be merged with
export interface HekaClientMethods {}

/** A client without the methods of plugins. */
export interface ClientApi extends EventEmitter<DeliveryEvents> {
  /** Logger of messages that name none. */
  readonly logger: string;
  /** Severity of messages that name none, 0 to 7. */
  readonly severity: number;
  /** The configuration in force, keys and passwords removed. */
  readonly config: ReadOnlyConfig;
  /** With the option `capture`, the last messages, oldest first; otherwise none. */
  readonly captured: readonly HekaMessage[];

  /**
   * Sends any message.
   *
   * @param type message type, not empty
   * @throws HekaError `INVALID_MESSAGE` if the type, or a member of `options`, is not what is allowed: the caller builds
   *   this message, and nobody else can repair it
   */
  heka(type: string, options?: HekaCallOptions): void;
  /**
   * Sends a message of type `counter`: payload `count`, fields `name` and `rate` first.
   *
   * @throws HekaError `INVALID_MESSAGE` as {@link heka}
   */
  incr(name: string, options?: CounterOptions): void;
  /**
   * Sends a message of type `gauge`: payload `value`, fields `name` and `rate` first.
   *
   * @throws HekaError `INVALID_MESSAGE` as {@link heka}
   */
  gauge(name: string, value: number | bigint, options?: MetricOptions): void;
  /**
   * Makes a timer, and starts it.
   *
   * @throws HekaError `INVALID_MESSAGE` as {@link heka}; the timer itself never throws
   */
  timer(name: string, options?: MetricOptions): HekaTimer;
  /**
   * Sends a message of type `timer`: payload the rounded milliseconds, fields `name` and `rate` first. It is sent
   * whatever the rate is: whoever measured has made the choice.
   *
   * @throws HekaError `INVALID_MESSAGE` as {@link heka}
   */
  timerSend(name: string, elapsedMs: number, options?: MetricOptions): void;

  /**
   * Sends a message of type `oldstyle` with severity 7: payload the arguments as `util.format` prints them. The stack of
   * an Error that comes last follows in lines of its own, and those of its causes. The same holds for the other levels.
   * Never throws.
   */
  debug(message: unknown, ...args: readonly unknown[]): void;
  /** Severity 6, see {@link debug}. */
  info(message: unknown, ...args: readonly unknown[]): void;
  /** Severity 5, see {@link debug}. */
  notice(message: unknown, ...args: readonly unknown[]): void;
  /** Severity 4, see {@link debug}. */
  warn(message: unknown, ...args: readonly unknown[]): void;
  /** Severity 3, see {@link debug}. */
  error(message: unknown, ...args: readonly unknown[]): void;
  /** Severity 2, see {@link debug}. */
  critical(message: unknown, ...args: readonly unknown[]): void;
  /** Severity 1, see {@link debug}. */
  alert(message: unknown, ...args: readonly unknown[]): void;
  /** Severity 0, see {@link debug}. */
  emerg(message: unknown, ...args: readonly unknown[]): void;
  /**
   * Sends a message of type `oldstyle` with severity 1: payload `message`, if there is one, and the stack of the error
   * with those of its causes. Never throws.
   */
  exception(error: unknown, message?: string): void;

  /**
   * Adds a method to this client; inside, `this` is the client.
   *
   * @throws HekaError `INVALID_OPTION` if the name is in use and `override` is not set
   */
  addMethod<N extends string>(name: N, method: ClientMethod<N>, options?: AddMethodOptions): void;
  /**
   * Takes new options, all of them: what is not given is back at its default. What was logged before is still sent to
   * where it was to go.
   *
   * @throws HekaError `INVALID_OPTION`; the client then goes on as it was
   */
  configure(options: ClientOptions): void;

  /** Resolves when there is room in the queue; for producers that want to wait. */
  ready(): Promise<void>;
  /** Resolves when everything logged before is confirmed, or the time is up. Never rejects. */
  flush(options?: FlushOptions): Promise<FlushResult>;
  /** Flushes, then closes for good. Never rejects. */
  close(options?: CloseOptions): Promise<FlushResult>;
  /** Counts and state, now; after {@link configure} from its time on. */
  stats(): DeliveryStats;
}

/** Counts, times and logs: each call is a message. Sending never throws, except for a call that is wrong in itself. */
export interface HekaClient extends ClientApi, HekaClientMethods {}
