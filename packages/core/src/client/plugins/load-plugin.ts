import { HekaError } from '../../errors.ts';
import { flag, text } from '../../options/kinds.ts';
import { MemberReader } from '../../options/member-reader.ts';
import { wrongOption } from '../../options/option-error.ts';
import { describeThrown } from '../../record/value/thrown.ts';
import { loadFunction } from './load-function.ts';

/** A method that a plugin gives a client. */
export interface LoadedPlugin {
  readonly name: string;
  readonly method: (...args: never[]) => unknown;
  readonly override: boolean;
}

/**
 * Makes the method of a plugin.
 *
 * @param name of the method
 * @param option see {@link PluginOptions}
 * @throws HekaError `INVALID_OPTION`, with what its provider threw as cause
 */
export function loadPlugin(name: string, option: unknown): LoadedPlugin {
  const reader = new MemberReader(option, `plugins.${name}`);
  const providerName = reader.fullName('provider');
  const provider = readProvider(reader);
  const config = reader.given('config')?.value ?? {};
  const override = reader.read('override', flag, false);
  const [unknown] = reader.unknown();
  if (unknown !== undefined) throw new HekaError('INVALID_OPTION', unknown);
  let method: unknown;
  try {
    method = provider(config as never);
  } catch (error) {
    const reason = error instanceof Error ? error.message : describeThrown(error);
    throw new HekaError('INVALID_OPTION', `option "${providerName}" threw: ${reason}`, error);
  }
  if (typeof method !== 'function') {
    throw wrongOption(providerName, method, 'a function that returns the method, which is a function too');
  }
  return { name, method: method as LoadedPlugin['method'], override };
}

function readProvider(reader: MemberReader): (config: never) => unknown {
  const option = reader.given('provider');
  if (option === undefined) throw reader.missing('provider');
  if (typeof option.value === 'function') return option.value as (config: never) => unknown;
  if (text.parse(option.value) === undefined) {
    throw wrongOption(option.name, option.value, 'a function, or a text such as "./plugins.mjs#audit"');
  }
  return loadFunction(option.value as string, option.name);
}
