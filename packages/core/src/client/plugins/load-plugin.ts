import { flag } from '../../options/kinds.ts';
import { MemberReader } from '../../options/member-reader.ts';
import { callProvider, type ProvidedFunction } from './call-provider.ts';

/** A method that a plugin gives a client. */
export interface LoadedPlugin {
  readonly name: string;
  readonly method: ProvidedFunction;
  readonly override: boolean;
}

/**
 * Makes the method of a plugin.
 *
 * @param name of the method
 * @param option see {@link PluginOptions}
 * @throws HekaError `INVALID_OPTION`
 */
export function loadPlugin(name: string, option: unknown): LoadedPlugin {
  const reader = new MemberReader(option, `plugins.${name}`);
  const provider = reader.given('provider');
  if (provider === undefined) throw reader.missing('provider');
  const config = reader.given('config')?.value ?? {};
  const override = reader.read('override', flag, false);
  reader.refuseUnknown();
  return { name, method: callProvider(provider, config), override };
}
