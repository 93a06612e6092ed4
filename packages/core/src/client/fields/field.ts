import { invalidMessage, type OneOrMore, TypedValue, wrongValue } from './typed-value.ts';
import { type FieldScalar, valueOf } from './value-of.ts';

/** What {@link field} says about a value. */
export interface FieldOptions {
  /** What the values stand for, in Heka's vocabulary: `ms`, `B`, `count`, `date-time`, `uri`, `ipv4`, ... */
  readonly representation: string;
}

/**
 * A value with a representation: `field(12, { representation: 'ms' })`.
 *
 * @throws HekaError `INVALID_MESSAGE` for what no field can hold
 */
export function field(value: OneOrMore<FieldScalar>, { representation }: FieldOptions): TypedValue {
  if (typeof representation !== 'string') {
    throw wrongValue('the representation of field()', representation, 'a string');
  }
  const plain = valueOf(value, undefined);
  if (plain === undefined)
    throw invalidMessage('the value of field()', 'an object', 'a value or an array of values');
  return new TypedValue(plain.type, plain.values, representation);
}
