import { createRequire } from 'node:module';
import { join } from 'node:path';
import { HekaError } from '../../errors.ts';
import { describeValue } from '../../options/describe-value.ts';
import { describeThrown } from '../../record/value/thrown.ts';

/**
 * Loads a function that is named in text: `'./plugins.mjs#audit'`, `'some-package#audit'`. Without a name it is the
 * default export. Relative paths start at the working directory. CommonJS and ESM both work, save for ESM that awaits at
 * its top level.
 *
 * @param option name of the option that names it, for errors
 * @throws HekaError `INVALID_OPTION`
 */
export function loadFunction(specifier: string, option: string): (...args: never[]) => unknown {
  const [file = '', name = 'default'] = specifier.split('#');
  const exported = exportsOf(file, option);
  const found = name === 'default' && typeof exported === 'function' ? exported : memberOf(exported, name);
  if (typeof found !== 'function') {
    throw new HekaError(
      'INVALID_OPTION',
      `option "${option}" is ${describeValue(specifier)}, but ${describeValue(file)} exports no function ${describeValue(name)}`,
    );
  }
  return found as (...args: never[]) => unknown;
}

function exportsOf(file: string, option: string): unknown {
  try {
    return createRequire(join(process.cwd(), 'any.js'))(file);
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : describeThrown(error);
    throw new HekaError(
      'INVALID_OPTION',
      `option "${option}": ${describeValue(file)} cannot be loaded: ${reason}`,
      error,
    );
  }
}

function memberOf(exported: unknown, name: string): unknown {
  const isObject = (typeof exported === 'object' && exported !== null) || typeof exported === 'function';
  return isObject ? (exported as Readonly<Record<string, unknown>>)[name] : undefined;
}
