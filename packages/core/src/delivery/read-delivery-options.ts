import type { ConfirmOptions, DeliveryMode, ReconnectOptions } from '../destination/destination-options.ts';
import { HekaError } from '../errors.ts';
import { loadFunction } from '../options/load-function.ts';
import { contradiction, wrongOption } from '../options/option-error.ts';
import type { OptionReader } from '../options/option-reader.ts';
import type { Target } from '../sender/target/target.ts';
import { STOCK_DATAGRAM_BYTES } from '../stock-limits.ts';
import type { BatchingOptions, LifeOptions } from './delivery-options.ts';

const DEFAULT_CONFIRM_BYTES = 4 * 1024 * 1024;

/**
 * Reads how connections are confirmed.
 *
 * @param queueBytes the queue's limit: a generation is at most a quarter of it, for up to three wait for confirmation
 * @throws HekaError INVALID_OPTION
 */
export function readConfirmOptions(reader: OptionReader, target: Target, queueBytes: number): ConfirmOptions {
  const quarter = Math.floor(queueBytes / 4);
  const confirmBytes = reader.get('confirmBytes') ?? Math.min(DEFAULT_CONFIRM_BYTES, quarter);
  if (confirmBytes > quarter) {
    throw wrongOption('confirmBytes', confirmBytes, `at most ${quarter}, a quarter of "queue.maxBytes"`);
  }
  return {
    mode: readMode(reader, target),
    confirmBytes,
    confirmIntervalMs: reader.get('confirmInterval'),
    settleTimeMs: reader.get('settleTime'),
    confirmTimeoutMs: reader.get('confirmTimeout'),
    ordered: reader.get('ordered'),
  };
}

function readMode(reader: OptionReader, target: Target): DeliveryMode {
  const mode = reader.get('delivery');
  // pino-socket's word: false keeps nothing of a connection that was lost.
  const recovery = reader.get('recovery');
  const wanted = recovery === undefined ? undefined : recovery ? 'at-least-once' : 'best-effort';
  if (mode !== undefined && wanted !== undefined && mode !== wanted) {
    throw contradiction('delivery', 'recovery');
  }
  if (target.kind !== 'udp') return mode ?? wanted ?? 'at-least-once';
  if (mode === 'at-least-once') {
    throw wrongOption('delivery', mode, '"best-effort" over udp, which cannot confirm anything');
  }
  return 'best-effort';
}

/**
 * Reads how attempts to connect are repeated: `reconnect`, `reconnectTries`, `backoffStrategy`, `connectTimeout`.
 *
 * @throws HekaError INVALID_OPTION
 */
export function readReconnectOptions(reader: OptionReader): ReconnectOptions {
  const initialDelayMs = reader.get('backoffStrategy.initialDelay');
  const isMaxDelayGiven = reader.given('backoffStrategy.maxDelay') !== undefined;
  const maxDelayMs = reader.get('backoffStrategy.maxDelay');
  if (isMaxDelayGiven && maxDelayMs < initialDelayMs) {
    throw wrongOption('backoffStrategy.maxDelay', maxDelayMs, `at least initialDelay, ${initialDelayMs}`);
  }
  return {
    enabled: reader.get('reconnect'),
    tries: reader.get('reconnectTries'),
    name: reader.get('backoffStrategy.name'),
    initialDelayMs,
    maxDelayMs: Math.max(maxDelayMs, initialDelayMs),
    factor: reader.get('backoffStrategy.factor'),
    randomisationFactor: reader.get('backoffStrategy.randomisationFactor'),
    connectTimeoutMs: reader.get('connectTimeout'),
  };
}

/**
 * Reads when bytes are handed to the kernel, and in which form.
 *
 * @throws HekaError INVALID_OPTION
 */
export function readBatchingOptions(reader: OptionReader, target: Target): BatchingOptions {
  const framing = reader.get('framing');
  if (!framing && target.kind !== 'udp') {
    throw new HekaError('INVALID_OPTION', 'option "framing": false works over udp only');
  }
  const maxDatagramBytes = reader.get('maxDatagramBytes');
  if (target.kind === 'udp' && maxDatagramBytes > STOCK_DATAGRAM_BYTES) {
    reader.warn(
      `datagrams of up to ${maxDatagramBytes} bytes: stock receivers cut them at ${STOCK_DATAGRAM_BYTES} and damage the next ones`,
    );
  }
  return {
    flushIntervalMs: reader.get('flushInterval'),
    flushBytes: reader.get('flushBytes'),
    framing,
    maxDatagramBytes,
  };
}

/**
 * Reads what concerns the end of life, errors and statistics.
 *
 * @throws HekaError INVALID_OPTION
 */
export function readLifeOptions(reader: OptionReader): LifeOptions {
  const given = reader.given('onError');
  const onError = given === undefined ? undefined : (loadFunction(given) as LifeOptions['onError']);
  return {
    closeTimeoutMs: reader.get('closeTimeout'),
    quiet: reader.get('quiet'),
    statsIntervalMs: reader.get('statsInterval'),
    onError,
  };
}
