import { HekaError } from '../../errors.ts';
import { isInt64 } from '../../message/int64.ts';
import { describeValue } from '../../options/describe-value.ts';

/** Types of values, in Heka's words. */
export type ValueType = 'string' | 'bytes' | 'integer' | 'double' | 'bool';

/** A single value of a field, of any type. */
export type ScalarValue = string | number | bigint | boolean | Uint8Array;

/** Marks typed values, also those of another copy of this package: one loaded by `import`, one by `require`, say. */
const MARK = Symbol.for('heka-core.typed-value');

/** Whether a value was made by {@link double}, {@link integer}, {@link bytes} or {@link field}. */
export function isTypedValue(value: object): value is TypedValue {
  return MARK in value;
}

/**
 * The values of a field with a type, or a representation, that JavaScript cannot say: made by {@link double},
 * {@link integer}, {@link bytes} and {@link field}.
 */
export class TypedValue {
  readonly type: ValueType;
  /** All of `type`; integers are safe ones or bigints. */
  readonly values: readonly ScalarValue[];
  /** What the values stand for, in Heka's vocabulary: `ms`, `B`, `count`, `date-time`, ... */
  readonly representation: string | undefined;

  constructor(type: ValueType, values: readonly ScalarValue[], representation?: string) {
    this.type = type;
    this.values = values;
    this.representation = representation;
  }
}

// Not a member of the class: a type that has it would not be the same type in two copies.
Object.defineProperty(TypedValue.prototype, MARK, { value: true });

/** One value, or several of one kind. */
export type OneOrMore<T> = T | readonly T[];

/**
 * Numbers that are a DOUBLE whatever they are: `double(1)`, where a plain 1 is an INTEGER. The only way to send NaN and
 * the infinities.
 *
 * @throws HekaError `INVALID_MESSAGE` for what is not a number
 */
export function double(value: OneOrMore<number>): TypedValue {
  const values = listOf(value);
  for (const each of values) if (typeof each !== 'number') throw wrongValue('double()', each, 'a number');
  return new TypedValue('double', values);
}

/**
 * Numbers that are an INTEGER, which a plain number with decimals or beyond 64 bits is not.
 *
 * @throws HekaError `INVALID_MESSAGE` for what is not an integer of 64 bits
 */
export function integer(value: OneOrMore<number | bigint>): TypedValue {
  const values = listOf(value);
  for (const each of values) {
    const isInteger = typeof each === 'bigint' ? isInt64(each) : Number.isSafeInteger(each);
    if (!isInteger) throw wrongValue('integer()', each, 'a safe integer, or a bigint of 64 bits');
  }
  return new TypedValue('integer', values);
}

/**
 * Bytes; text is taken as UTF-8. They are read when the message is logged.
 *
 * @throws HekaError `INVALID_MESSAGE` for what is neither
 */
export function bytes(value: OneOrMore<string | Uint8Array>): TypedValue {
  const values = listOf(value).map((each) => {
    if (typeof each === 'string') return Buffer.from(each);
    if (!(each instanceof Uint8Array)) throw wrongValue('bytes()', each, 'a Uint8Array or a string');
    return each;
  });
  return new TypedValue('bytes', values);
}

function listOf<T>(value: OneOrMore<T>): readonly T[] {
  return Array.isArray(value) ? (value as readonly T[]) : [value as T];
}

/** The error for a value that a caller gave. Text is not shown: it may be what nobody should read. */
export function wrongValue(what: string, value: unknown, allowed: string): HekaError {
  const shown = typeof value === 'string' ? 'a string' : describeValue(value);
  return invalidMessage(what, shown, allowed);
}

/** The same, with the value in words. */
export function invalidMessage(what: string, shown: string, allowed: string): HekaError {
  return new HekaError('INVALID_MESSAGE', `${what} is ${shown}, allowed: ${allowed}`);
}
