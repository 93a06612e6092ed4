/** A field of text values. */
export interface StringField {
  readonly name: string;
  readonly type: 'string';
  readonly values: readonly string[];
  /** What the values stand for, in Heka's vocabulary: `date-time`, `uri`, `ipv4`, `json`, ... */
  readonly representation?: string;
}

/** A field of byte values. */
export interface BytesField {
  readonly name: string;
  readonly type: 'bytes';
  readonly values: readonly Uint8Array[];
  readonly representation?: string;
}

/** A field of signed 64-bit integers. */
export interface IntegerField {
  readonly name: string;
  readonly type: 'integer';
  readonly values: readonly bigint[];
  /** A unit, say: `count`, `ms`, `B`. */
  readonly representation?: string;
}

/** A field of IEEE 754 doubles. */
export interface DoubleField {
  readonly name: string;
  readonly type: 'double';
  readonly values: readonly number[];
  readonly representation?: string;
}

/** A field of booleans. */
export interface BoolField {
  readonly name: string;
  readonly type: 'bool';
  readonly values: readonly boolean[];
  readonly representation?: string;
}

/** A named, typed list of values. Names may repeat and be empty; the order of fields is kept. */
export type Field = StringField | BytesField | IntegerField | DoubleField | BoolField;

/** The word for what a field's values are. */
export type FieldType = Field['type'];

/** One message as Heka defines it. An absent member is absent on the wire. */
export interface HekaMessage {
  /** 16 bytes that identify the message, random (version 4) by custom. */
  readonly uuid: Uint8Array;
  /** Nanoseconds since 1970-01-01T00:00:00Z, a signed 64-bit integer. */
  readonly timestamp: bigint;
  /** What kind of message it is, the first thing a matcher looks at. */
  readonly type?: string;
  /** Who wrote it: the name of an application or a component. */
  readonly logger?: string;
  /** Syslog severity, 0 (emergency) to 7 (debug); the receivers take an absent one for 7. */
  readonly severity?: number;
  /** The text of the message. */
  readonly payload?: string;
  /** Version of the message's conventions, free text. */
  readonly envVersion?: string;
  /** Process id of the writer. */
  readonly pid?: number;
  /** Host of the writer. */
  readonly hostname?: string;
  readonly fields: readonly Field[];
}
