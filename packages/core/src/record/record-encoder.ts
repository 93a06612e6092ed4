import type { MessageEncoder } from '../wire/message-encoder.ts';
import type { MappingOptions } from './value/mapping-options.ts';

/** What became of a record. One object per {@link RecordEncoder}, used again for each record: read it at once. */
export interface RecordOutcome {
  /** The message's severity, 0 to 7 as a rule. */
  severity: number;
  /** True where something of the record was left out or cut. */
  truncated: boolean;
  /**
   * Why there is no message; empty where there is one.
   *
   * - `oversize` it is larger than `maxMessageBytes`, and `oversize` is `'drop'` (or its headers alone are too large)
   * - `encode` the record is no record at all
   */
  drop: '' | 'oversize' | 'encode';
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

  /**
   * Tells the levels of the logger, which may be known only after construction.
   *
   * @param levels number by name: winston's `levels` (a rank), or pino's `levels.values`
   */
  setLevels?(levels: Readonly<Record<string, number>>): void;

  /**
   * Tells the logger's own metadata (winston's `defaultMeta`), which it writes into an Error that is logged alone.
   *
   * @param defaults the object itself; it is looked at anew for each such record
   */
  setDefaults?(defaults: object | undefined): void;
}

/** A mapping: given resolved options, makes the encoder of records. */
export type RecordMapping = (options: MappingOptions) => RecordEncoder;
