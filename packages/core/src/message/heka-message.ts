/** A field of text. */
export interface StringField {
  readonly name: string;
  readonly type: 'string';
  readonly values: readonly string[];
  /** What the values mean, in Heka's vocabulary: `date-time`, `uri`, `ipv4`, `json`, ... */
  readonly representation?: string;
}

/** A field of bytes. */
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
  /** A unit, such as `count`, `ms` or `B`. */
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

/** The type of a field's values. */
export type FieldType = Field['type'];

/** One message as Heka defines it. An absent member is absent on the wire. */
export interface HekaMessage {
  /** 16 bytes that identify the message, by convention random (version 4). */
  readonly uuid: Uint8Array;
  /** Nanoseconds since 1970-01-01T00:00:00Z, a signed 64-bit integer. */
  readonly timestamp: bigint;
  /** The kind of message; usually the first thing a matcher looks at. */
  readonly type?: string;
  /** The application or component that wrote the message. */
  readonly logger?: string;
  /** Syslog severity, 0 (emergency) to 7 (debug); the receivers treat an absent one as 7. */
  readonly severity?: number;
  /** The text of the message. */
  readonly payload?: string;
  /** Version of the message's conventions, free text. */
  readonly envVersion?: string;
  /** Process id of the application. */
  readonly pid?: number;
  /** Host of the application. */
  readonly hostname?: string;
  readonly fields: readonly Field[];
}
