import type { Delivery, FlushOptions, FlushResult } from 'heka-core';

/**
 * Flushes what was written before the call. With a function it calls back, as pino's `logger.flush(callback)`
 * wants it; without, it resolves to what became of the messages. Neither ever fails: a callback with an error
 * would end a pino worker.
 */
export interface Flush {
  (callback: () => void): void;
  (options?: FlushOptions): Promise<FlushResult>;
}

/**
 * @param delivery takes the records
 * @param consumed resolves when the delivery was given everything that was written
 */
export function flushAfter(delivery: Delivery, consumed: () => Promise<void>): Flush {
  const flush = async (options?: FlushOptions): Promise<FlushResult> => {
    await consumed();
    return delivery.flush(options);
  };
  // thread-stream takes a function with a parameter for one that calls back.
  function flushOrCall(callback: () => void): void;
  function flushOrCall(options?: FlushOptions): Promise<FlushResult>;
  function flushOrCall(first?: (() => void) | FlushOptions): Promise<FlushResult> | undefined {
    if (typeof first !== 'function') return flush(first);
    void flush().then(() => process.nextTick(first));
    return undefined;
  }
  return flushOrCall;
}
