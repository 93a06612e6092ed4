import type { LoggerConfig } from '../../record-encoder.ts';
import type { MappingOptions } from '../../value/mapping-options.ts';

/** Keys of members at the top of a line that are more than fields. */
export interface LineKeys {
  readonly level: string;
  readonly time: string;
  readonly message: string;
  readonly error: string;
  readonly type: string | undefined;
  readonly nested: string | undefined;
}

/** The keys by the options, else by what is known of the logger, else pino's own. */
export function lineKeys(options: MappingOptions, config: LoggerConfig): LineKeys {
  const { levelKey = 'level', timeKey = 'time', typeKey, nestedKey } = options;
  const { messageKey = config.messageKey ?? 'msg', errorKey = config.errorKey ?? 'err' } = options;
  return {
    level: levelKey,
    time: timeKey === false ? 'time' : timeKey,
    message: messageKey,
    error: errorKey,
    type: typeKey,
    nested: nestedKey,
  };
}
