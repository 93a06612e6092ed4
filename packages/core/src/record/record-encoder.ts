import type { HekaError } from '../errors.ts';
import type { MessageEncoder } from '../wire/message-encoder.ts';
import type { MappingOptions } from './value/mapping-options.ts';

/** What became of a record. One object per {@link RecordEncoder}, used again for each record: read it at once. */
export interface RecordOutcome {
  /** The message's severity, 0 to 7 as a rule. */
  severity: number;
  /** True if something of the record was left out or cut. */
  truncated: boolean;
  /**
   * Why there is no message; empty if there is one.
   *
   * - `oversize` it is larger than `maxMessageBytes`, and `oversize` is `'drop'` (or its headers alone are too large)
   * - `encode` the record is not a record at all
   */
  drop: '' | 'oversize' | 'encode';
  /** What is wrong with a record that was dropped as `encode`, if that is known. */
  error?: HekaError | undefined;
}

/** Turns records of one logger into messages. */
export interface RecordEncoder {
  /**
   * Encodes one record. Never throws.
   *
   * @param record what the logger handed over
   * @param encoder holds one complete message after it, unless `drop` is `encode`; of at most `maxMessageBytes`, unless
   *   `drop` is `oversize`
   */
  encode(record: unknown, encoder: MessageEncoder): RecordOutcome;
}

/** What a logger knows about its records. Options that the user has set win over it. */
export interface LoggerConfig {
  /** Number by name: winston's `levels` (a rank), or pino's `levels.values`. */
  readonly levels?: Readonly<Record<string, number>> | undefined;
  /** winston's `defaultMeta`, the object itself; it is read again for each record. */
  readonly defaultMeta?: object | undefined;
  /** pino's `messageKey`. */
  readonly messageKey?: string | undefined;
  /** pino's `errorKey`. */
  readonly errorKey?: string | undefined;
}

/** What is known of a logger that has not said anything: every member is its own, so that none is inherited. */
export const UNKNOWN_LOGGER: LoggerConfig = {
  levels: undefined,
  defaultMeta: undefined,
  messageKey: undefined,
  errorKey: undefined,
};

/**
 * A mapping: given resolved options, makes the encoder of records.
 *
 * @param config what is known of the logger; its defaults otherwise
 */
export type RecordMapping = (options: MappingOptions, config?: LoggerConfig) => RecordEncoder;
