/** A function of any kind. */
export type AnyFunction = (this: never, ...args: never[]) => unknown;

/** Gives a wrapper the type, the name and the length of the function that it stands for. */
export function inPlaceOf<F extends AnyFunction>(
  fn: F,
  wrapper: (this: unknown, ...args: readonly unknown[]) => unknown,
): F {
  Object.defineProperties(wrapper, {
    name: { value: fn.name, configurable: true },
    length: { value: fn.length, configurable: true },
  });
  return wrapper as AnyFunction as F;
}
