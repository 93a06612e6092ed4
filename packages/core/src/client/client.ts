import { EventEmitter } from 'node:events';
import { systemClock } from '../clock.ts';
import type { CloseOptions, DeliveryStats, FlushOptions } from '../delivery/delivery.ts';
import type { FlushResult } from '../delivery/lane/flush-result.ts';
import type { DeliveryEvents } from '../delivery/notices/delivery-events.ts';
import { forwardEvents } from '../delivery/notices/forward-events.ts';
import type { HekaMessage } from '../message/heka-message.ts';
import type { CounterOptions, HekaCallOptions, MetricOptions } from './calls/call-options.ts';
import { CallReader, rateOf } from './calls/call-reader.ts';
import type { ClientRecord } from './calls/client-record.ts';
import { decimalText } from './calls/decimal-text.ts';
import { exceptionPayload, oldstylePayload } from './calls/oldstyle-payload.ts';
import { readNumber } from './calls/read-call.ts';
import type { ClientOptions, ReadOnlyConfig } from './client-options.ts';
import { type ClientState, openClientState } from './client-state.ts';
import type { ClientApi, HekaClient } from './heka-client.ts';
import type { AddMethodOptions, ClientMethod } from './plugins/client-method.ts';
import { ClientMethods } from './plugins/client-methods.ts';
import { type ReadClientOptions, readClientOptions } from './read-client-options.ts';
import { HekaTimer } from './timer/heka-timer.ts';

/**
 * Creates a client.
 *
 * @param options see {@link ClientOptions}; validated here, once
 * @throws HekaError `INVALID_OPTION`
 */
export function createClient(options: ClientOptions = {}): HekaClient {
  return openClient(options);
}

/**
 * The same for configurations whose logger has another default.
 *
 * @param defaultLogger see {@link openClientState}
 */
export function openClient(options: ClientOptions, defaultLogger?: string): HekaClient {
  const client: ClientApi = new Client(options, defaultLogger);
  // oxlint-disable-next-line typescript/no-unnecessary-type-assertion -- plugins declare methods for every client
  return client as HekaClient;
}

class Client extends EventEmitter<DeliveryEvents> implements ClientApi {
  readonly #defaultLogger: string | undefined;
  readonly #methods = new ClientMethods(this);
  /** Deliveries of former configurations, on their way to the end. */
  readonly #former = new Set<Promise<FlushResult>>();
  #state: ClientState;
  #calls: CallReader;

  constructor(options: ClientOptions, defaultLogger: string | undefined) {
    super();
    this.#defaultLogger = defaultLogger;
    const read = readClientOptions(options);
    const plugins = this.#methods.load(read.plugins);
    this.#state = this.#open(read);
    this.#calls = new CallReader(this.#state);
    this.#methods.replacePlugins(plugins);
  }

  get logger(): string {
    return this.#state.logger;
  }

  get severity(): number {
    return this.#state.severity;
  }

  get config(): ReadOnlyConfig {
    return this.#state.config;
  }

  get captured(): readonly HekaMessage[] {
    return this.#state.captured;
  }

  heka(type: string, options?: HekaCallOptions): void {
    this.#send(this.#calls.message(type, options));
  }

  incr(name: string, options?: CounterOptions): void {
    if (!this.#isSampled(rateOf(options))) return;
    const count = options?.count === undefined ? 1 : readNumber('count', options.count);
    this.#send(this.#calls.metric({ type: 'counter', name, payload: decimalText(count) }, options));
  }

  gauge(name: string, value: number | bigint, options?: MetricOptions): void {
    if (!this.#isSampled(rateOf(options))) return;
    const payload = decimalText(readNumber('value', value));
    this.#send(this.#calls.metric({ type: 'gauge', name, payload }, options));
  }

  timer(name: string, options?: MetricOptions): HekaTimer {
    const record = this.#calls.metric({ type: 'timer', name, payload: '' }, options);
    const rate = rateOf(options);
    return new HekaTimer({
      name,
      now: () => systemClock.now(),
      send: (elapsedMs) => {
        const { disabledTimers } = this.#state;
        if (disabledTimers.has(name) || disabledTimers.has('*') || !this.#isSampled(rate)) return;
        this.#send({ ...record, payload: decimalText(Math.round(elapsedMs)) });
      },
    });
  }

  timerSend(name: string, elapsedMs: number, options?: MetricOptions): void {
    const payload = decimalText(Math.round(Number(readNumber('elapsedMs', elapsedMs))));
    this.#send(this.#calls.metric({ type: 'timer', name, payload }, options));
  }

  debug(message: unknown, ...args: readonly unknown[]): void {
    this.#log(7, message, args);
  }

  info(message: unknown, ...args: readonly unknown[]): void {
    this.#log(6, message, args);
  }

  notice(message: unknown, ...args: readonly unknown[]): void {
    this.#log(5, message, args);
  }

  warn(message: unknown, ...args: readonly unknown[]): void {
    this.#log(4, message, args);
  }

  error(message: unknown, ...args: readonly unknown[]): void {
    this.#log(3, message, args);
  }

  critical(message: unknown, ...args: readonly unknown[]): void {
    this.#log(2, message, args);
  }

  alert(message: unknown, ...args: readonly unknown[]): void {
    this.#log(1, message, args);
  }

  emerg(message: unknown, ...args: readonly unknown[]): void {
    this.#log(0, message, args);
  }

  exception(error: unknown, message?: string): void {
    this.#send(this.#calls.oldstyle(1, exceptionPayload(error, message)));
  }

  addMethod<N extends string>(name: N, method: ClientMethod<N>, options?: AddMethodOptions): void {
    this.#methods.add(name, method, options);
  }

  configure(options: ClientOptions): void {
    const read = readClientOptions(options);
    const plugins = this.#methods.load(read.plugins);
    const state = this.#open(read);
    const closing = this.#state.delivery.close();
    this.#former.add(closing);
    void closing.then(() => this.#former.delete(closing));
    this.#state = state;
    this.#calls = new CallReader(state);
    this.#methods.replacePlugins(plugins);
  }

  ready(): Promise<void> {
    return this.#state.delivery.ready();
  }

  async flush(options?: FlushOptions): Promise<FlushResult> {
    const [result] = await Promise.all([this.#state.delivery.flush(options), ...this.#former]);
    return result;
  }

  async close(options?: CloseOptions): Promise<FlushResult> {
    const [result] = await Promise.all([this.#state.delivery.close(options), ...this.#former]);
    return result;
  }

  stats(): DeliveryStats {
    return this.#state.delivery.stats();
  }

  #open(options: ReadClientOptions): ClientState {
    const state = openClientState(options, this.#defaultLogger);
    forwardEvents(state.delivery, (event, details) =>
      this.emit(event, ...(details as DeliveryEvents[typeof event])),
    );
    return state;
  }

  #log(severity: number, message: unknown, args: readonly unknown[]): void {
    this.#send(this.#calls.oldstyle(severity, oldstylePayload(message, args)));
  }

  #send(record: ClientRecord): void {
    this.#state.delivery.log(record);
  }

  #isSampled(rate: number): boolean {
    return rate >= 1 || this.#state.random() < rate;
  }
}
