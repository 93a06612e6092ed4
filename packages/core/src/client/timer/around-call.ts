import { types } from 'node:util';
import { type AnyFunction, inPlaceOf } from './in-place-of.ts';

/** What happens around one call of a function. */
interface CallHooks {
  /** A generator's body begins, which is later than the call. */
  begun?(): void;
  /** The call has ended: it returned, threw, its promise settled, or its generator finished. Called once. */
  ended(): void;
}

/**
 * Wraps a function, so that something happens when a call begins and when it ends. Arguments, `this`, result and
 * exception pass through; a promise that is returned becomes another one with the same outcome.
 *
 * @param fn a function, async or not, or a generator function, async or not
 * @param called called at each call, before the function is
 */
export function aroundCall<F extends AnyFunction>(fn: F, called: () => CallHooks): F {
  return inPlaceOf(fn, function (this: unknown, ...args: readonly unknown[]): unknown {
    const hooks = called();
    let result: unknown;
    try {
      result = Reflect.apply(fn, this, args);
    } catch (error) {
      hooks.ended();
      throw error;
    }
    return untilEnd(result, hooks);
  });
}

function untilEnd(result: unknown, hooks: CallHooks): unknown {
  if (types.isPromise(result)) return settled(result, hooks);
  if (types.isGeneratorObject(result)) {
    return Symbol.asyncIterator in result
      ? generatedAsync(result as unknown as AsyncGenerator, hooks)
      : generated(result, hooks);
  }
  hooks.ended();
  return result;
}

async function settled(promise: Promise<unknown>, hooks: CallHooks): Promise<unknown> {
  try {
    return await promise;
  } finally {
    hooks.ended();
  }
}

function* generated(inner: Generator, hooks: CallHooks): Generator {
  hooks.begun?.();
  try {
    return yield* inner;
  } finally {
    hooks.ended();
  }
}

async function* generatedAsync(inner: AsyncGenerator, hooks: CallHooks): AsyncGenerator {
  hooks.begun?.();
  try {
    return yield* inner;
  } finally {
    hooks.ended();
  }
}
