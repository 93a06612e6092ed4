import type { MessageInit } from '../../message/create-message.ts';
import type { FieldTypeOption, SeverityOverrides } from '../../options/option-values.ts';

/** Which members of a record outlive a preparation that failed. */
export interface PreparedForm {
  /** Members that say who logged, when and how severe it is. */
  readonly headerKeys: readonly string[];
  /** The member that holds the message. */
  readonly messageKey: string;
  /** Redacts a record whose data is not in its members alone. May throw. @default only its members are redacted */
  redact?(record: object, redact: (members: object) => object): object;
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
  /**
   * The same, but with somebody to report to.
   *
   * @param report called with the option that failed and what was thrown
   */
  reportingTo(report: (option: 'transform' | 'redact', thrown: unknown) => void): RecordPreparation;
}

/**
 * How records become messages: the options of the same names, checked and filled in by the table of options.
 *
 * What is not given is a member too, with the value `undefined`: an absent member would be looked up on
 * `Object.prototype`, where a dependency may have put something of that name.
 */
export interface MappingOptions {
  /** Message type. */
  readonly type: string;
  /** Member of the record that overrides the type. */
  readonly typeKey: string | undefined;
  /** Message logger; if absent it is taken from the record, then from the nearest package.json. */
  readonly logger: string | undefined;
  readonly hostname: string | undefined;
  readonly pid: number | undefined;
  readonly envVersion: string;
  /** Those of the headers above that the user has set: what is already a message gets no defaults. */
  readonly givenHeaders: Pick<MessageInit, 'type' | 'logger' | 'hostname' | 'pid' | 'envVersion'>;
  /** Constant fields added to each message. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** Severities of levels, before what their names and numbers mean. */
  readonly severities: SeverityOverrides;
  readonly payload: 'message' | 'json' | 'formatted';
  readonly messageKey: string | undefined;
  /** False ignores the record's time. */
  readonly timeKey: string | false | undefined;
  readonly levelKey: string | undefined;
  readonly errorKey: string | undefined;
  /** Member whose members flatten as if they were at the top. */
  readonly nestedKey: string | undefined;
  /** `nested` keeps causes as members (`errWithCause`). */
  readonly errorCause: 'flat' | 'nested';
  readonly separator: string;
  readonly maxDepth: number;
  /** Levels of members below an error. */
  readonly maxErrorDepth: number;
  readonly maxFields: number;
  /** `double` makes every number a DOUBLE. */
  readonly numbers: 'auto' | 'double';
  readonly fieldTypes: Readonly<Record<string, FieldTypeOption>>;
  /** Bytes of one encoded message at most. */
  readonly maxMessageBytes: number;
  readonly oversize: 'truncate' | 'drop';
  /**
   * Undefined: records are encoded as they come. With it, what encodes lines without making records of them has to leave
   * them to the record path.
   */
  readonly preparation: RecordPreparation | undefined;
  /** Called with a text about a member that no message has and that is not sent. */
  readonly onStray: ((text: string) => void) | undefined;
}
