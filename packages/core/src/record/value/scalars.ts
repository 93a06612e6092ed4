import { isInt64 } from '../../message/int64.ts';
import { hugeIntegerValue, jsonOfBigint, unsafeNumberValue } from './big-integer.ts';
import { bytesOfBufferJson, plainValue } from './plain-value.ts';
import type { ValueContext } from './value-context.ts';

/** Values of one field, all of one type. */
export type Scalars =
  | { readonly type: 'string'; readonly values: string[] }
  | { readonly type: 'bytes'; readonly values: Uint8Array[] }
  | { readonly type: 'integer'; readonly values: (number | bigint)[] }
  | { readonly type: 'double'; readonly values: number[] }
  | { readonly type: 'bool'; readonly values: boolean[] };

/** A value that can be one value of a field. */
export type Scalar = string | number | bigint | boolean | Uint8Array;

/**
 * The scalar that a value stands for.
 *
 * @returns undefined for what cannot be one value of a field: null, NaN, objects with members, arrays, functions
 * @throws whatever a getter, a proxy or `toJSON` throws
 */
export function scalarOf(value: unknown, key: string, context: ValueContext): Scalar | undefined {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'number':
      if (Number.isSafeInteger(value)) return value;
      return Number.isFinite(value) ? unsafeNumberValue(value) : undefined;
    case 'bigint': {
      const json = jsonOfBigint(value);
      if (typeof json === 'string') return json;
      return isInt64(value) ? value : hugeIntegerValue(value, context.effort);
    }
    case 'object':
      return value === null || Array.isArray(value) ? undefined : objectScalar(value, key, context);
    case 'undefined':
    case 'function':
    case 'symbol':
      return undefined;
  }
}

function objectScalar(value: object, key: string, context: ValueContext): Scalar | undefined {
  const plain = plainValue(value, key, context);
  if (plain === value || typeof plain === 'object') {
    if (plain instanceof Uint8Array) return plain;
    return plain === null || Array.isArray(plain) ? undefined : bytesOfBufferJson(plain, context.room);
  }
  return scalarOf(plain, key, context);
}

/**
 * The values of an array as the values of one field. Of more than a message has room for, only as many are looked at.
 *
 * @param asDoubles makes every number a double
 * @returns undefined unless they are all texts, all numbers, all booleans or all bytes
 * @throws whatever a getter, a proxy or `toJSON` throws
 */
export function scalarsOf(
  array: readonly unknown[],
  asDoubles: boolean,
  context: ValueContext,
): Scalars | undefined {
  const values: Scalar[] = [];
  let type: Scalars['type'] | undefined;
  const length = Math.min(array.length, context.room);
  for (let index = 0; index < length; index++) {
    const element = array[index];
    // Only the toJSON of an object is given a name.
    const key = typeof element === 'object' ? String(index) : '';
    const value = scalarOf(element, key, context);
    if (value === undefined) return undefined;
    const own = typeOfScalar(value, asDoubles);
    type = type === undefined || type === own ? own : commonType(type, own);
    if (type === undefined) return undefined;
    values.push(value);
    if (context.effort.isSpent) {
      context.effort.hasOmitted = true;
      break;
    }
  }
  return type === undefined ? undefined : typedScalars(type, values);
}

/** The field type of a scalar. */
export function typeOfScalar(value: Scalar, asDoubles: boolean): Scalars['type'] {
  if (typeof value === 'string') return 'string';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'object') return 'bytes';
  return !asDoubles && (typeof value === 'bigint' || Number.isSafeInteger(value)) ? 'integer' : 'double';
}

function commonType(one: Scalars['type'], other: Scalars['type']): Scalars['type'] | undefined {
  const numeric = (type: Scalars['type']): boolean => type === 'integer' || type === 'double';
  return numeric(one) && numeric(other) ? 'double' : undefined;
}

/** Puts scalars that are known to be of a type under its name; numbers become doubles if `double` is asked for. */
export function typedScalars(type: Scalars['type'], values: Scalar[]): Scalars {
  if (type === 'double') return { type, values: values.map(Number) };
  return { type, values } as Scalars;
}
