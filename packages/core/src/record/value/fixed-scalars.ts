import { isInt64 } from '../../message/int64.ts';
import type { Scalar, Scalars } from './scalars.ts';
import { typedScalars } from './scalars.ts';

/**
 * Turns values into those of the field type that an option asks for.
 *
 * | type | takes |
 * |---|---|
 * | string | everything; bytes as UTF-8 |
 * | integer | integral numbers and their decimal text, booleans as 0 and 1 |
 * | double | numbers and their text, booleans as 0 and 1 |
 * | bool | booleans, `'true'`, `'false'`, 0 and 1 |
 * | bytes | bytes, text as UTF-8 |
 *
 * @returns undefined if one of them cannot be had as that type
 */
export function fixedScalars(values: readonly Scalar[], type: Scalars['type']): Scalars | undefined {
  const fixed: Scalar[] = [];
  for (const value of values) {
    const one = CONVERSIONS[type](value);
    if (one === undefined) return undefined;
    fixed.push(one);
  }
  return typedScalars(type, fixed);
}

const CONVERSIONS: Readonly<Record<Scalars['type'], (value: Scalar) => Scalar | undefined>> = {
  string: (value) =>
    typeof value === 'object'
      ? Buffer.from(value.buffer, value.byteOffset, value.length).toString()
      : String(value),
  bytes: (value) => {
    if (typeof value === 'object') return value;
    return typeof value === 'string' ? Buffer.from(value) : undefined;
  },
  integer: toInteger,
  double: toDouble,
  bool: toBool,
};

function toInteger(value: Scalar): number | bigint | undefined {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value === 'number') return Number.isSafeInteger(value) ? value : undefined;
  if (typeof value !== 'string' || !/^-?\d{1,20}$/.test(value)) return undefined;
  const integer = BigInt(value);
  return isInt64(integer) ? integer : undefined;
}

function toDouble(value: Scalar): number | undefined {
  if (typeof value === 'object') return undefined;
  if (typeof value !== 'string') return Number(value);
  const double = value.trim() === '' ? Number.NaN : Number(value);
  return Number.isFinite(double) ? double : undefined;
}

function toBool(value: Scalar): boolean | undefined {
  if (value === true || value === 'true' || value === 1) return true;
  return value === false || value === 'false' || value === 0 ? false : undefined;
}
