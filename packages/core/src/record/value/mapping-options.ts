import type { FieldTypeOption, SeverityOverrides } from '../../options/option-values.ts';

/** Which members of a record outlive a preparation that failed. */
export interface PreparedForm {
  /** Members that say who logged, when and how severe it is. */
  readonly headerKeys: readonly string[];
  /** The member that holds the message. */
  readonly messageKey: string;
}

/** What is done to a record before it becomes a message: the options `transform` and `redact`. */
export interface RecordPreparation {
  /**
   * Never throws.
   *
   * @param record an object that may be changed; what stands in it may not
   * @returns the record to encode
   */
  prepare(record: Record<string, unknown>, form: PreparedForm): object;
  /** Redacts members that `transform` is not shown. May throw. */
  redact(record: object): object;
}

/** How records become messages. Names and defaults are those of the public options, filled in. */
export interface MappingOptions {
  /** Message type. @default 'log' */
  readonly type: string;
  /** Member of the record that overrides the type. */
  readonly typeKey?: string;
  /** Message logger; where absent it is taken from the record, then from the nearest package.json. */
  readonly logger?: string;
  readonly hostname?: string;
  readonly pid?: number;
  /** @default '0.8' */
  readonly envVersion: string;
  /** Constant fields added to each message. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** Severities of levels, before what their names and numbers mean. */
  readonly severities: SeverityOverrides;
  /** The logger's own levels, number by name: pino's `levels.values`, winston's `levels`. */
  readonly customLevels?: Readonly<Record<string, number>>;
  /** @default 'message' */
  readonly payload: 'message' | 'json' | 'formatted';
  /** @default pino 'msg', winston 'message' */
  readonly messageKey?: string;
  /** False ignores the record's time. @default pino 'time', winston 'timestamp' */
  readonly timeKey?: string | false;
  /** @default 'level' */
  readonly levelKey?: string;
  /** @default 'err' */
  readonly errorKey?: string;
  /** Member whose members flatten as if they were at the top. */
  readonly nestedKey?: string;
  /** `nested` keeps causes as members (`errWithCause`). @default 'flat' */
  readonly errorCause: 'flat' | 'nested';
  /** @default '.' */
  readonly separator: string;
  /** @default 8 */
  readonly maxDepth: number;
  /** @default 256 */
  readonly maxFields: number;
  /** `double` makes every number a DOUBLE. @default 'auto' */
  readonly numbers: 'auto' | 'double';
  readonly fieldTypes: Readonly<Record<string, FieldTypeOption>>;
  /** Bytes of one encoded message at most. @default 65536 */
  readonly maxMessageBytes: number;
  /** @default 'truncate' */
  readonly oversize: 'truncate' | 'drop';
  /** Undefined: records are encoded as they come. */
  readonly preparation?: RecordPreparation | undefined;
}
