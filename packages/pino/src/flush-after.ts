import { type Delivery, type FlushOptions, type FlushResult, HekaError, systemClock } from 'heka-core';

/** What a callback waits for at most: an orchestrator gives a process about 30 s from SIGTERM to SIGKILL. */
const CALLBACK_TIMEOUT_MS = 15_000;
/** The same while the receiver cannot be reached. */
const UNREACHABLE_TIMEOUT_MS = 5_000;

/**
 * Flushes what was written before the call.
 *
 * With a function it calls back, as pino's `logger.flush(callback)` wants it: within 15 s, or 5 s if the receiver cannot
 * be reached, and with a `HekaError` if not everything was confirmed by then: of the code `TIMEOUT`, or `CLOSED` if the
 * destination was closed meanwhile. In a worker of pino it calls back without an error, for one would end the transport; a
 * `warn` event says the same there.
 *
 * Without, it resolves to what became of the messages, and never rejects.
 */
export interface Flush {
  (callback: (error?: HekaError) => void): void;
  (options?: FlushOptions): Promise<FlushResult>;
}

/** What a flush needs. */
interface FlushParts {
  /** Takes the records. */
  readonly delivery: Delivery<unknown>;
  /** Resolves when the delivery was given everything that was written. */
  readonly consumed: () => Promise<void>;
  /** Reports a flush that timed out. Absent: its callback gets the error. */
  readonly onTimeout?: ((error: HekaError) => void) | undefined;
  /** Called before each callback. */
  readonly onFlushed?: () => void;
}

/** Makes the `flush` of a stream or a destination. */
export function flushAfter({ delivery, consumed, onTimeout, onFlushed }: FlushParts): Flush {
  const flush = async (options?: FlushOptions): Promise<FlushResult> => {
    await consumed();
    return delivery.flush(options);
  };
  const callBack = async (callback: (error?: HekaError) => void): Promise<void> => {
    const result = await flush({ timeout: CALLBACK_TIMEOUT_MS, unreachableTimeout: UNREACHABLE_TIMEOUT_MS });
    const error = result.timedOut ? flushError(result, delivery) : undefined;
    if (error !== undefined) onTimeout?.(error);
    onFlushed?.();
    // What the callback throws is the application's, as an exception and not as a rejection of ours.
    systemClock.setImmediate(() => {
      if (error === undefined || onTimeout !== undefined) callback();
      else callback(error);
    });
  };
  // thread-stream takes a function with a parameter for one that calls back.
  function flushOrCall(callback: (error?: HekaError) => void): void;
  function flushOrCall(options?: FlushOptions): Promise<FlushResult>;
  function flushOrCall(
    first?: ((error?: HekaError) => void) | FlushOptions,
  ): Promise<FlushResult> | undefined {
    if (typeof first !== 'function') return flush(first);
    void callBack(first);
    return undefined;
  }
  return flushOrCall;
}

/** Why a flush ended before everything was confirmed. */
function flushError(result: FlushResult, delivery: Delivery<unknown>): HekaError {
  // Messages wait until they are confirmed, unless the delivery is closed meanwhile.
  return result.pending === 0 ? closedError(result) : timeoutError(result, delivery);
}

function timeoutError({ pending }: FlushResult, delivery: Delivery<unknown>): HekaError {
  const { lastError } = delivery.stats();
  const count = pending === 1 ? '1 message was' : `${pending} messages were`;
  const reason = lastError === undefined ? '' : `; last error: ${lastError.message}`;
  return new HekaError('TIMEOUT', `${count} not confirmed in time${reason}`);
}

function closedError({ unsettled, dropped }: FlushResult): HekaError {
  const lost = dropped.closed ?? 0;
  const counts = [
    ...(unsettled > 0 ? [`${unsettled} unsettled`] : []),
    ...(lost > 0 ? [`${lost} dropped`] : []),
  ];
  const list = counts.length === 0 ? '' : ` (messages: ${counts.join(', ')})`;
  return new HekaError('CLOSED', `the destination was closed before everything was confirmed${list}`);
}
