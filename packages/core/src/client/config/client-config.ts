import type { FilterFunction } from '../../options/option-values.ts';
import type { ClientOptions } from '../client-options.ts';
import type { HekaClient } from '../heka-client.ts';

/** A function by itself, or by the name that the old clients, or a module, have for it. */
export type Provider = string | ((config: never) => unknown);

/** A filter: its provider, and what that is called with. */
export type FilterConfig = Provider | readonly [provider: Provider, config?: object];

/** A plugin as heka-py has it, and as heka-node has it. */
export type PluginConfig =
  | readonly [provider: Provider, config?: object]
  | { readonly provider: Provider; readonly override?: boolean | string; readonly [name: string]: unknown };

/** Signing as both have it. */
export interface HmacConfig {
  readonly signer?: string;
  readonly key_version?: number | string;
  readonly hash_function?: string;
  readonly key?: string;
}

/**
 * Where messages go. heka-py names a class, heka-node a factory: `heka.streams.UdpStream`, `heka.streams.TcpStream`,
 * `./streams:udpStreamFactory`, ... Hosts and ports, one or several, belong together in order; the last port serves all
 * further hosts.
 */
export interface StreamConfig {
  readonly class?: string;
  readonly factory?: string;
  /** heka-py: the arguments of the class, in order. */
  readonly args?: readonly unknown[];
  readonly host?: string | readonly string[];
  readonly hosts?: string | readonly string[];
  readonly port?: number | string | readonly (number | string)[];
  readonly ports?: number | string | readonly (number | string)[];
  readonly filepath?: string;
  readonly encoder?: string;
  readonly hmc?: HmacConfig | null;
}

/** The configuration of heka-py (`client_from_dict_config`) and of heka-node (`clientFromJsonConfig`). */
export interface ClientConfig {
  readonly logger?: string;
  readonly severity?: number;
  readonly disabled_timers?: string | readonly string[];
  readonly disabledTimers?: string | readonly string[];
  readonly filters?: readonly FilterConfig[];
  readonly plugins?: Readonly<Record<string, PluginConfig>>;
  readonly stream?: StreamConfig;
  readonly encoder?: string;
  readonly hmac?: HmacConfig;
  /** Members of `stream` may stand at the top. */
  readonly [stream: `stream_${string}`]: unknown;
}

/** How a configuration is read. */
export interface ConfigOptions {
  /** A client that takes the configuration, in place. @default a new one */
  readonly client?: HekaClient;
  /** Functions by the names that the configuration has for them: providers of filters and plugins written in Python. */
  readonly providers?: Readonly<Record<string, (config: never) => unknown>>;
  /** Options of ours in addition, which the old clients did not have: `queue`, `tls`, `quiet`, ... */
  readonly options?: ClientOptions;
}

/** What a provider of filters returns. */
export type { FilterFunction };
