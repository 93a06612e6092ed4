import { types } from 'node:util';
import { isInt64 } from '../../message/int64.ts';
import { describeValue } from '../../options/describe-value.ts';
import { unsafeNumberValue } from '../../record/value/big-integer.ts';
import { invalidMessage, isTypedValue, TypedValue, wrongValue } from './typed-value.ts';

/** What a single value of a field may be. */
export type FieldScalar = string | number | bigint | boolean | Uint8Array | Date | TypedValue;

/** What plain numbers become: with `auto` integers are INTEGER, with `double` every number is DOUBLE. */
export type NumberTyping = 'auto' | 'double';

const ALLOWED =
  'text, number, bigint of 64 bits, boolean, bytes, Date, an array of one of these, or an object of them';

/**
 * The type and the values of what a caller gave for a field.
 *
 * @param name of the field, for errors; none if there is no field yet
 * @returns undefined for an object, whose members are fields of their own
 * @throws HekaError `INVALID_MESSAGE` for what no field can hold
 */
export function valueOf(
  value: unknown,
  name: string | undefined,
  numbers: NumberTyping = 'auto',
): TypedValue | undefined {
  switch (typeof value) {
    case 'string':
      return new TypedValue('string', [value]);
    case 'boolean':
      return new TypedValue('bool', [value]);
    case 'number':
      return valueOfNumber(value, name, numbers);
    case 'bigint':
      if (!isInt64(value)) throw wrongValue(title(name), value, ALLOWED);
      return numbers === 'auto'
        ? new TypedValue('integer', [value])
        : new TypedValue('double', [Number(value)]);
    case 'object':
      return valueOfObject(value, name, numbers);
    default:
      throw wrongValue(title(name), value, ALLOWED);
  }
}

function valueOfNumber(value: number, name: string | undefined, numbers: NumberTyping): TypedValue {
  if (!Number.isFinite(value)) throw wrongValue(title(name), value, `double(${value}), or a finite number`);
  if (numbers === 'double') return new TypedValue('double', [value]);
  if (Number.isSafeInteger(value)) return new TypedValue('integer', [value]);
  const exact = unsafeNumberValue(value);
  return new TypedValue(typeof exact === 'bigint' ? 'integer' : 'double', [exact]);
}

function valueOfObject(
  value: object | null,
  name: string | undefined,
  numbers: NumberTyping,
): TypedValue | undefined {
  if (value === null) throw wrongValue(title(name), value, ALLOWED);
  if (isTypedValue(value)) return value;
  if (value instanceof Uint8Array) return new TypedValue('bytes', [value]);
  if (Array.isArray(value)) return valueOfArray(value, name, numbers);
  if (types.isDate(value)) {
    if (Number.isNaN(value.getTime())) throw invalidMessage(title(name), 'an invalid Date', ALLOWED);
    return new TypedValue('string', [value.toISOString()]);
  }
  if (isPlain(value)) return undefined;
  throw invalidMessage(title(name), `an object of the class ${classOf(value)}`, ALLOWED);
}

function valueOfArray(
  array: readonly unknown[],
  name: string | undefined,
  numbers: NumberTyping,
): TypedValue {
  const parts = Array.from(array, (each, index) => {
    const part = valueOf(each, `${name ?? ''}[${index}]`, numbers);
    if (part === undefined)
      throw invalidMessage(title(`${name ?? ''}[${index}]`), 'an object', 'a single value');
    return part;
  });
  const [first] = parts;
  if (first === undefined) throw invalidMessage(title(name), 'an empty array', ALLOWED);
  const values = parts.flatMap((part) => part.values);
  const { representation } = first;
  if (parts.every(({ type }) => type === first.type))
    return new TypedValue(first.type, values, representation);
  const areNumbers = parts.every(({ type }) => type === 'integer' || type === 'double');
  if (!areNumbers) throw invalidMessage(title(name), 'an array of several kinds of values', ALLOWED);
  return new TypedValue('double', values.map(Number), representation);
}

function title(name: string | undefined): string {
  return name === undefined ? 'the value of field()' : `field ${describeValue(name)}`;
}

/** Whether an object is not an instance of any class, in this realm or another one. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function classOf(value: object): string {
  const { constructor } = value;
  return typeof constructor === 'function' ? constructor.name : 'unknown';
}
