import { assertObject, refuse } from './assert-message.ts';
import type { Field, HekaMessage } from './heka-message.ts';

/** A value of a field, as JavaScript has it. */
export type FieldValue = string | number | bigint | boolean | Uint8Array;

/** Fields by name. */
export type FieldsObject = Readonly<Record<string, FieldValue | readonly FieldValue[]>>;

/**
 * A message's fields as an object, for tests and for whoever wants to look at one: `{ order: 17, items: ['tea', 'cup'] }`.
 *
 * A field of one value is that value, any other an array; fields of the same name become one array. An integer is a
 * number where a number is exact, else a bigint. Types and representations are lost.
 *
 * @throws HekaError `INVALID_MESSAGE` if it is not a message
 */
export function fieldsOf(message: Pick<HekaMessage, 'fields'>): FieldsObject {
  assertObject(message);
  const { fields } = message;
  if (!Array.isArray(fields)) refuse('fields', fields, 'an array');
  const values = new Map<string, readonly FieldValue[]>();
  for (const field of fields) values.set(field.name, [...(values.get(field.name) ?? []), ...valuesOf(field)]);
  return Object.fromEntries(
    [...values].map(([name, found]) => {
      const [only] = found;
      return [name, found.length === 1 && only !== undefined ? only : found];
    }),
  );
}

function valuesOf(field: Field): readonly FieldValue[] {
  if (field.type !== 'integer') return field.values;
  return field.values.map((value) => {
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : value;
  });
}
