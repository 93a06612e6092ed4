import type { SeverityName } from '../message/severity.ts';
import type { HekaOptions } from '../options/generated/heka-options.ts';
import type { FilterOption } from '../options/option-values.ts';
import type { PluginOptions } from './plugins/client-method.ts';

/** What only a client has. */
export interface ClientSettings {
  /** Severity of messages that name none: 0 to 7, or a name. @default 6 */
  readonly severity?: number | SeverityName;
  /** Names of timers that send nothing; `'*'` is all of them. The code that they measure runs all the same. */
  readonly disabledTimers?: string | readonly string[];
  /** Another name of the option `filter`, as the old clients have it. */
  readonly filters?: FilterOption;
  /** Methods to add, by name. */
  readonly plugins?: Readonly<Record<string, PluginOptions>>;
  /**
   * Sends nothing, and keeps the last messages for tests, see {@link ClientApi.captured}: how many, true is 100.
   * @default false
   */
  readonly capture?: boolean | number;
  /** Decides which calls are in the sample: a number from 0 to below 1. @default Math.random */
  readonly random?: () => number;
}

/** Options of {@link createClient}: those of a delivery, and the client's own. */
export interface ClientOptions extends HekaOptions, ClientSettings {}

/** A configuration to read. */
export interface ReadOnlyConfig {
  readonly [name: string]: unknown;
}
