import {
  type LoggerConfig,
  type RecordEncoder,
  type RecordMapping,
  UNKNOWN_LOGGER,
} from './record-encoder.ts';

/**
 * The records of a logger that becomes known only after its delivery was made: a transport is created before it is added to
 * a logger of winston, and pino configures its destination when it is given it.
 *
 * @example
 * const records = new LoggerRecords(pinoRecords);
 * const delivery = createDelivery(options, records.mapping);
 * records.configure({ messageKey: 'text' });
 */
export class LoggerRecords {
  readonly #mapping: RecordMapping;
  #config: LoggerConfig = UNKNOWN_LOGGER;

  /** @param mapping of the logger's records */
  constructor(mapping: RecordMapping) {
    this.#mapping = mapping;
  }

  /**
   * For `createDelivery`: encoders that keep to what is known of the logger when a record comes. They are made for the first
   * record, because a logger most often becomes known before it.
   */
  readonly mapping: RecordMapping = (options) => {
    let config: LoggerConfig | undefined;
    let records: RecordEncoder | undefined;
    return {
      encode: (record, encoder) => {
        if (records === undefined || config !== this.#config) {
          config = this.#config;
          records = this.#mapping(options, config);
        }
        return records.encode(record, encoder);
      },
    };
  };

  /** Takes over what a logger knows about its records, in place of what was known before; undefined changes nothing. */
  configure(config: LoggerConfig | undefined): void {
    this.#config = config ?? this.#config;
  }
}
