import { isRecord } from '../../options/kinds.ts';
import { wrongOption } from '../../options/option-error.ts';
import { callProvider, type Providers } from '../plugins/call-provider.ts';
import type { PluginOptions } from '../plugins/client-method.ts';
import type { PlaceName } from './place-name.ts';

/**
 * Makes a plugin of a configuration: heka-py's pair of a provider and its configuration, or heka-node's object of all in
 * one. Its method is called as heka-py says, if the function has a `heka_name`, else after the plugin.
 *
 * @param nameOf names a member of the plugin for errors
 * @returns the name of the method, and the option for it
 * @throws HekaError `INVALID_OPTION`
 */
export function pluginFromConfig(
  name: string,
  plugin: unknown,
  nameOf: PlaceName,
  providers: Providers,
): readonly [name: string, plugin: PluginOptions] {
  const { provider, override = false, ...config } = membersOf(plugin, nameOf);
  const method = callProvider({ name: nameOf('provider'), value: provider }, config, providers);
  const { heka_name: ownName } = method as { readonly heka_name?: unknown };
  if (typeof override !== 'boolean' && typeof override !== 'string') {
    throw wrongOption(nameOf('override'), override, 'true, false, or the name of the method to override');
  }
  const methodName = typeof override === 'string' ? override : typeof ownName === 'string' ? ownName : name;
  return [methodName, { provider: () => method, override: override !== false }];
}

function membersOf(plugin: unknown, nameOf: PlaceName): Readonly<Record<string, unknown>> {
  if (isRecord(plugin)) return plugin;
  if (!Array.isArray(plugin))
    throw wrongOption(nameOf('provider'), plugin, 'a provider and its configuration');
  const [provider, config = {}]: readonly unknown[] = plugin;
  if (!isRecord(config)) throw wrongOption(nameOf('config'), config, 'an object');
  return { ...config, provider };
}
