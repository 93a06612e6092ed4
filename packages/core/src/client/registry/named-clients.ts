/**
 * Clients by name, one registry for the whole process, however many copies of this package are loaded (as ESM and as
 * CommonJS, say).
 */
import { describeValue } from '../../options/describe-value.ts';
import { wrongOption } from '../../options/option-error.ts';
import { createClient } from '../client.ts';
import type { ClientOptions } from '../client-options.ts';
import type { ClientConfig } from '../config/client-config.ts';
import { clientFromConfig } from '../config/client-from-config.ts';
import type { HekaClient } from '../heka-client.ts';

interface Registry {
  readonly clients: Map<string, HekaClient>;
  defaultName: string | undefined;
}

const KEY = Symbol.for('heka-core.clients');

function registry(): Registry {
  const shared = globalThis as { [KEY]?: Registry };
  shared[KEY] ??= { clients: new Map(), defaultName: undefined };
  return shared[KEY];
}

/** Options of a client, or a configuration of heka-py or heka-node, which has a `stream`. */
export type NamedClientConfig = ClientOptions | ClientConfig;

/**
 * The client of a name: always the same object. It can be used before it is configured; its logger is its name, and its
 * messages go where the environment says (`HEKA_URL`), or to a receiver on this machine. The first client that is asked
 * for becomes the default client.
 *
 * @param config configures the client, in place, also if it has been used already
 * @throws HekaError `INVALID_OPTION` if the configuration is wrong, or has a `logger` that is not the name
 */
export function getClient(name: string, config?: NamedClientConfig): HekaClient;
/** The default client, if there is one. */
export function getClient(): HekaClient | undefined;
export function getClient(name?: string, config?: NamedClientConfig): HekaClient | undefined {
  const { clients, defaultName } = registry();
  if (name === undefined) return defaultName === undefined ? undefined : clients.get(defaultName);
  assertName(name);
  const known = clients.get(name);
  if (known !== undefined && config === undefined) return known;
  const client = configured(name, config ?? {}, known);
  if (known === undefined) setClient(name, client);
  return client;
}

/** Gives a client a name; the first one becomes the default client. */
export function setClient(name: string, client: HekaClient): void {
  assertName(name);
  const all = registry();
  all.clients.set(name, client);
  all.defaultName ??= name;
}

/**
 * Says which client decorators use that name none, and what {@link getClient} gives without a name. A client of that name
 * may follow later.
 */
export function setDefaultClient(name: string): void {
  assertName(name);
  registry().defaultName = name;
}

/**
 * Forgets a client. Whoever has it can go on using it; it is not closed.
 *
 * @returns false if there is none of that name
 */
export function deleteClient(name: string): boolean {
  const all = registry();
  if (all.defaultName === name) all.defaultName = undefined;
  return all.clients.delete(name);
}

function configured(name: string, config: NamedClientConfig, client: HekaClient | undefined): HekaClient {
  const { logger } = config;
  if (logger !== undefined && logger !== '' && logger !== name) {
    throw wrongOption('logger', logger, `${describeValue(name)}, the name of the client, or none`);
  }
  if (isOldForm(config)) {
    return clientFromConfig({ ...config, logger: name }, client === undefined ? {} : { client });
  }
  const options = { ...config, logger: name };
  if (client === undefined) return createClient(options);
  client.configure(options);
  return client;
}

/** Whether a configuration is one of heka-py or heka-node. */
function isOldForm(config: NamedClientConfig): config is ClientConfig {
  return Object.keys(config).some((key) => key === 'stream' || key.startsWith('stream_'));
}

function assertName(name: unknown): void {
  if (typeof name !== 'string' || name === '') throw wrongOption('name', name, 'a non-empty string');
}
