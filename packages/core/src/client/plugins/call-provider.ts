import { HekaError } from '../../errors.ts';
import { loadFunction } from '../../options/load-function.ts';
import { wrongOption } from '../../options/option-error.ts';
import { describeThrown } from '../../record/value/thrown.ts';

/** Functions by the names that a configuration has for them. */
export type Providers = Readonly<Record<string, (config: never) => unknown>>;

/** What a provider returns. */
export type ProvidedFunction = (...args: never[]) => unknown;

/**
 * Finds the function that a configuration names, and calls it.
 *
 * @param option the name of the option, and its value: a function, a name that `providers` knows, or a module and its
 *   export, as `./filters.mjs#quiet`; heka-node writes `./filters.mjs:quiet`
 * @param config what it is called with
 * @returns the function that it returns
 * @throws HekaError `INVALID_OPTION`, with what it threw as cause
 */
export function callProvider(
  { name, value }: { readonly name: string; readonly value: unknown },
  config: unknown,
  providers: Providers = {},
): ProvidedFunction {
  const provider = findProvider(name, value, providers);
  let provided: unknown;
  try {
    provided = provider(config as never);
  } catch (error) {
    const reason = error instanceof Error ? error.message : describeThrown(error);
    throw new HekaError('INVALID_OPTION', `option "${name}" threw: ${reason}`, error);
  }
  if (typeof provided === 'function') return provided as ProvidedFunction;
  throw wrongOption(name, provided, 'a provider that returns a function');
}

function findProvider(name: string, value: unknown, providers: Providers): (config: never) => unknown {
  if (typeof value === 'function') return value as (config: never) => unknown;
  if (typeof value === 'string') {
    const known = Object.hasOwn(providers, value) ? providers[value] : undefined;
    if (known !== undefined) return known;
    // A name that is neither a path nor has a # is one of Python's.
    if (/^[./]|#/.test(value)) return loadFunction({ name, value: value.replace(/:(?=\w+$)/, '#') });
  }
  throw wrongOption(
    name,
    value,
    'a function, a module and its export such as "./filters.mjs#quiet", or a name for which "providers" has a function',
  );
}
