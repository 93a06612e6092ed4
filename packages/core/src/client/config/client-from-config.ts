import { HekaError } from '../../errors.ts';
import { openClient } from '../client.ts';
import type { ClientOptions } from '../client-options.ts';
import type { HekaClient } from '../heka-client.ts';
import type { ClientConfig, ConfigOptions } from './client-config.ts';
import { configFromIni } from './config-from-ini.ts';
import { optionsFromConfig } from './options-from-config.ts';
import { dictionaryName, type PlaceName } from './place-name.ts';

/**
 * Creates a client from a configuration of heka-py or heka-node. A logger that is not given is empty, as there.
 *
 * @param config a dictionary; of JSON text, what `JSON.parse` gives
 * @throws HekaError `INVALID_OPTION` that names the member, its value and what is allowed; also for what this version
 *   cannot do yet
 */
export function clientFromConfig(config: ClientConfig, options: ConfigOptions = {}): HekaClient {
  return configuredClient(config, dictionaryName, options);
}

/** How an INI text is read. */
export interface IniOptions extends ConfigOptions {
  /** The section of the client. @default 'heka' */
  readonly section?: string;
  /** Where the variables of values such as `${NAME}` are looked up. @default process.env */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/**
 * Creates a client from a configuration of heka-py in INI format.
 *
 * @throws HekaError `INVALID_OPTION` that names the section, the key, its value and what is allowed
 */
export function clientFromIni(text: string, options: IniOptions = {}): HekaClient {
  const { section = 'heka', env = process.env } = options;
  const { config, nameOf } = configFromIni(text, { section, env });
  return configuredClient(config, nameOf, options);
}

function configuredClient(
  config: unknown,
  nameOf: PlaceName,
  { client, providers = {}, options = {} }: ConfigOptions,
): HekaClient {
  const translated = { ...options, ...optionsFromConfig(config, nameOf, providers) };
  try {
    if (client === undefined) return openClient(translated, '');
    client.configure(translated);
    return client;
  } catch (error) {
    throw inTheirWords(error, translated, nameOf);
  }
}

/** What is planned for a later version is refused by the name of our option; a user knows another one. */
function inTheirWords(error: unknown, { url }: ClientOptions, nameOf: PlaceName): unknown {
  if (!(error instanceof HekaError) || !/option "(?:url|strategy)"/.test(error.message)) return error;
  const problem = Array.isArray(url)
    ? 'several hosts are not available in this version'
    : error.message.replace(/^INVALID_OPTION: /, '');
  return new HekaError(
    'INVALID_OPTION',
    `${nameOf('stream')} stands for ${JSON.stringify(url)}: ${problem}`,
    error,
  );
}
