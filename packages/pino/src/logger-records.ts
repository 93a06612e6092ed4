import { type MappingOptions, pinoRecords, type RecordEncoder, type RecordMapping } from 'heka-core';
import type { PinoConfig } from './pino-config.ts';

/** The mapping of pino's records, which learns of its logger only when pino is given the stream. */
export class LoggerRecords {
  #config: PinoConfig | undefined;

  /** For `createDelivery`. */
  readonly mapping: RecordMapping = (options) => {
    let config: PinoConfig | undefined;
    let records = pinoRecords(options);
    return {
      encode: (record, encoder) => {
        if (config !== this.#config) {
          config = this.#config;
          records = configured(options, config);
        }
        return records.encode(record, encoder);
      },
    };
  };

  /** Takes over what a logger knows about its records; undefined changes nothing. */
  know(config: PinoConfig | undefined): void {
    this.#config = config ?? this.#config;
  }
}

/** Options that the user has set win over those of the logger. */
function configured(options: MappingOptions, config: PinoConfig | undefined): RecordEncoder {
  const messageKey = options.messageKey ?? config?.messageKey;
  const errorKey = options.errorKey ?? config?.errorKey;
  const records = pinoRecords({
    ...options,
    ...(messageKey !== undefined && { messageKey }),
    ...(errorKey !== undefined && { errorKey }),
  });
  if (config?.levels !== undefined) records.setLevels?.(config.levels.values);
  return records;
}
