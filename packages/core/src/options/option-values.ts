import type { HekaMessage } from '../message/heka-message.ts';

/** Bytes: a whole number, or a text such as `'64kb'` or `'16mb'` (1 kb is 1,024 bytes). */
export type Size = number | string;

/** PEM text, a Buffer of it, or the path of a PEM file, which is read again for each connection. */
export type Pem = string | Uint8Array;

/** The key that messages are signed with: the key itself, or where it is read from at construction. */
export type HmacKey =
  | string
  | Uint8Array
  /** Path of the key's file; a line break at its end does not count. */
  | { readonly file: string }
  /** Name of the environment variable that holds the key. */
  | { readonly env: string };

/**
 * Changes a record before it becomes a message.
 *
 * @param record of winston the `info` with its text in `message` and its level without colours, of pino the parsed line.
 *   The object itself may be changed; objects inside of it may be the application's own
 * @returns the record to send; undefined is the one that was given
 */
export type TransformFunction = (record: Record<string, unknown>) => object | undefined;

/** What a redacted value is replaced by; a function gets the value and the segments of its path. */
export type Censor = string | ((value: unknown, path: readonly string[]) => unknown);

/** What is redacted, as pino's own option `redact` has it: paths such as `req.headers.cookie` or `users[*].name`. */
export type RedactOption =
  | readonly string[]
  | {
      readonly paths: readonly string[];
      /** @default '[Redacted]' */
      readonly censor?: Censor;
      /** True removes the member. @default false */
      readonly remove?: boolean;
    };

/** Severity (0 to 7) by the name of a level in any case, or by its number as text. */
export type SeverityOverrides = Readonly<Record<string, number>>;

/** Fixes a field's type and representation, whatever the value's own type is. */
export interface FieldTypeOption {
  readonly type?: 'string' | 'bytes' | 'integer' | 'double' | 'bool';
  /** Heka's vocabulary: `date-time`, `count`, `ms`, `B`, `uri`, `ipv4`, ... */
  readonly representation?: string;
}

/**
 * Whether a message is sent. It gets a copy of what would go out; what it does to that copy has no effect. If it
 * throws, the message is sent, and the error is reported.
 */
export type FilterFunction = (message: HekaMessage) => boolean;

/** One filter: the text of a matcher, which the messages that are sent match, or a function. */
export type Filter = string | FilterFunction;

/** One filter, or several, all of which a message must pass; they are asked in this order. */
export type FilterOption = Filter | readonly Filter[];
