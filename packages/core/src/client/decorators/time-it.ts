import { assertMetric } from '../calls/assert-metric.ts';
import type { MetricOptions } from '../calls/call-options.ts';
import type { AnyFunction } from '../timer/in-place-of.ts';
import { type Instrument, type InstrumentOptions, instrument } from './instrument.ts';

/** Options of {@link timeIt}. */
export interface TimeItOptions extends MetricOptions, InstrumentOptions {}

/**
 * Measures each call of a method or function, to its end, as {@link HekaTimer.wrap} does.
 *
 * A standard (TC39) decorator of methods, and a wrapper of functions. A client is looked for at the first call.
 *
 * @example
 * class Shop { @timeIt() async checkout() { ... } }        // timer "Shop.checkout"
 * const render = timeIt('render', { rate: 0.1 })(page);    // timer "render", one of ten calls
 *
 * @param name of the timer; by default class and method, or the function's name
 * @throws HekaError `INVALID_MESSAGE` if name or options are wrong
 */
export function timeIt(name?: string, options?: TimeItOptions): Instrument;
export function timeIt<F extends AnyFunction>(fn: F, context?: ClassMethodDecoratorContext): F;
export function timeIt(
  first?: string | AnyFunction,
  second?: TimeItOptions | ClassMethodDecoratorContext,
): Instrument | AnyFunction {
  // Without parentheses it is given the function itself.
  if (typeof first === 'function') return timeIt()(first, second as ClassMethodDecoratorContext);
  const { client, ...options } = (second ?? {}) as TimeItOptions;
  assertMetric('timer', first, options);
  return instrument({
    decorator: 'timeIt',
    name: first,
    client,
    bind: (bound, name, fn) => bound.timer(name, options).wrap(fn),
  });
}
