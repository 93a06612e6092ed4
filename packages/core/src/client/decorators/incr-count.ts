import { assertMetric } from '../calls/assert-metric.ts';
import type { CounterOptions } from '../calls/call-options.ts';
import type { AnyFunction } from '../timer/in-place-of.ts';
import { type Instrument, type InstrumentOptions, instrument } from './instrument.ts';

/** Options of {@link incrCount}. */
export interface IncrCountOptions extends CounterOptions, InstrumentOptions {}

/**
 * Counts each call of a method or function, also those that throw.
 *
 * A standard (TC39) decorator of methods, and a wrapper of functions. A client is looked for at the first call.
 *
 * @example
 * class Shop { @incrCount() checkout() { ... } }           // counter "Shop.checkout"
 * const get = incrCount('downloads', { rate: 0.1 })(load); // counter "downloads", one of ten calls
 *
 * @param name of the counter; by default class and method, or the function's name
 * @throws HekaError `INVALID_MESSAGE` if name or options are wrong
 */
export function incrCount(name?: string, options?: IncrCountOptions): Instrument;
export function incrCount<F extends AnyFunction>(fn: F, context?: ClassMethodDecoratorContext): F;
export function incrCount(
  first?: string | AnyFunction,
  second?: IncrCountOptions | ClassMethodDecoratorContext,
): Instrument | AnyFunction {
  // Without parentheses it is given the function itself.
  if (typeof first === 'function') return incrCount()(first, second as ClassMethodDecoratorContext);
  const { client, ...options } = (second ?? {}) as IncrCountOptions;
  assertMetric('counter', first, options);
  return instrument({
    decorator: 'incrCount',
    name: first,
    client,
    bind: (bound, name, fn) =>
      function (this: unknown, ...args: readonly unknown[]): unknown {
        try {
          return Reflect.apply(fn, this, args);
        } finally {
          bound.incr(name, options);
        }
      },
  });
}
