import type { ConfirmOptions, DeliveryMode, ReconnectOptions } from '../destination/destination-options.ts';
import { contradiction, wrongOption } from '../options/option-error.ts';
import { OptionReader } from '../options/option-reader.ts';
import { readConnectTimeout } from '../sender/read-connect-timeout.ts';
import type { Target } from '../sender/target/target.ts';
import type { BatchingOptions, LifeOptions } from './delivery-options.ts';

/** Bytes above which both stock receivers cut a datagram, and then damage what follows. */
const stockDatagramBytes = 8192;
/** Bytes of the largest datagram of IPv4. */
const maxDatagramBytes = 65_507;
const minDatagramBytes = 1024;
const defaultConfirmBytes = 4 * 1024 * 1024;
/** thread-stream ends a worker that closes for 10 s. */
const maxCloseTimeoutMs = 9_999;

/**
 * Reads how connections are confirmed.
 *
 * @param queueBytes the queue's limit: a generation is at most a quarter of it, for up to three wait for confirmation
 * @throws HekaError INVALID_OPTION
 */
export function readConfirmOptions(reader: OptionReader, target: Target, queueBytes: number): ConfirmOptions {
  const quarter = Math.floor(queueBytes / 4);
  const confirmBytes = reader.size('confirmBytes', { min: 1 });
  if (confirmBytes !== undefined && confirmBytes > quarter) {
    throw wrongOption('confirmBytes', confirmBytes, `at most ${quarter}, a quarter of "queue.maxBytes"`);
  }
  return {
    mode: readMode(reader, target),
    confirmBytes: confirmBytes ?? Math.min(defaultConfirmBytes, quarter),
    confirmIntervalMs: reader.duration('confirmInterval', { min: 1, default: 300_000, max: maxIntervalMs }),
    settleTimeMs: reader.duration('settleTime', { default: 2_000 }),
    confirmTimeoutMs: reader.duration('confirmTimeout', { min: 1, default: 30_000 }),
    ordered: reader.boolean('ordered', { default: false }),
  };
}

/** The random factor of up to 1.5 must not take the interval past what a timer can wait. */
const maxIntervalMs = Math.floor((2 ** 31 - 1) / 1.5);

function readMode(reader: OptionReader, target: Target): DeliveryMode {
  const mode = reader.choice('delivery', ['at-least-once', 'best-effort']);
  // pino-socket's word: false keeps nothing of a connection that was lost.
  const recovery = reader.boolean('recovery');
  const wanted = recovery === undefined ? undefined : recovery ? 'at-least-once' : 'best-effort';
  if (mode !== undefined && wanted !== undefined && mode !== wanted) {
    throw contradiction('delivery', 'recovery', 'the same meaning in both');
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
  const enabled = reader.boolean('reconnect', { default: true });
  const tries = reader.read(
    'reconnectTries',
    { default: Number.POSITIVE_INFINITY },
    'an integer from 1, or Infinity',
    (value) => {
      const allowed =
        value === Number.POSITIVE_INFINITY || (Number.isSafeInteger(value) && Number(value) >= 1);
      return allowed ? Number(value) : undefined;
    },
  );
  const backoff = reader.nested('backoffStrategy') ?? new OptionReader({});
  const initialDelayMs = backoff.duration('initialDelay', { min: 1, default: 1_000 });
  const maxDelayMs = backoff.duration('maxDelay', { min: 1, default: Math.max(30_000, initialDelayMs) });
  if (maxDelayMs < initialDelayMs) {
    throw wrongOption('backoffStrategy.maxDelay', maxDelayMs, `at least initialDelay, ${initialDelayMs}`);
  }
  return {
    enabled,
    tries,
    name: backoff.choice('name', ['exponential', 'fibonacci', 'fixed'], { default: 'exponential' }),
    initialDelayMs,
    maxDelayMs,
    factor: backoff.number('factor', { min: 1, max: 1_000, default: 2 }),
    randomisationFactor: backoff.number('randomisationFactor', { min: 0, max: 1, default: 1 }),
    connectTimeoutMs: readConnectTimeout(reader),
  };
}

/**
 * Reads when bytes are handed to the kernel, and in which form.
 *
 * @throws HekaError INVALID_OPTION
 */
export function readBatchingOptions(reader: OptionReader, target: Target): BatchingOptions {
  const framing = reader.boolean('framing', { default: true });
  if (!framing && target.kind !== 'udp') {
    throw wrongOption('framing', framing, 'true, or udp: a stream of bare messages cannot be split');
  }
  const datagramBytes = reader.size('maxDatagramBytes', {
    aliases: ['maxUdpPacketSize'],
    min: minDatagramBytes,
    max: maxDatagramBytes,
    default: stockDatagramBytes,
  });
  if (target.kind === 'udp' && datagramBytes > stockDatagramBytes) {
    reader.warn(
      `datagrams of up to ${datagramBytes} bytes: stock receivers cut them at ${stockDatagramBytes} and damage the next ones`,
    );
  }
  return {
    flushIntervalMs: reader.duration('flushInterval', { default: 0 }),
    flushBytes: reader.size('flushBytes', { min: 1, default: 64 * 1024 }),
    framing,
    maxDatagramBytes: datagramBytes,
  };
}

/**
 * Reads what concerns the end of life, errors and statistics.
 *
 * @throws HekaError INVALID_OPTION
 */
export function readLifeOptions(reader: OptionReader): LifeOptions {
  const onError = reader.read('onError', {}, 'a function', (value) =>
    typeof value === 'function' ? (value as (error: Error) => void) : undefined,
  );
  return {
    closeTimeoutMs: reader.duration('closeTimeout', { default: 5_000, max: maxCloseTimeoutMs }),
    quiet: reader.boolean('quiet', { aliases: ['silenceErrors'], default: false }),
    statsIntervalMs: reader.duration('statsInterval', { default: 0 }),
    ...(onError !== undefined && { onError }),
  };
}
