import type { MessageEncoder } from '../../../wire/message-encoder.ts';
import type { FieldStart } from '../../../wire/write/field-start.ts';
import { writeBools, writeDoubles, writeIntegers, writeStrings } from '../../../wire/write/list-fields.ts';

/** Arrays with more elements, and texts with more characters, are read with care. */
const MAX_PLAIN = 1024;

/** Returned for an array that is to be read with care. */
export const NOT_PLAIN = -1;

/**
 * Writes an array whose elements are all short texts, all safe integers, all numbers with a fraction or all booleans: as it
 * is, where any other way has to make a list of its values first.
 *
 * @returns where the next field goes, or {@link NOT_PLAIN}, and then nothing counts as written
 */
export function writePlainArray(
  encoder: MessageEncoder,
  at: number,
  start: FieldStart,
  array: readonly unknown[],
): number {
  const { length } = array;
  if (length === 0 || length > MAX_PLAIN) return NOT_PLAIN;
  switch (typeof array[0]) {
    case 'string':
      return areShortTexts(array) ? writeStrings(encoder, at, start, array) : NOT_PLAIN;
    case 'number':
      if (areSafeIntegers(array)) return writeIntegers(encoder, at, start, array);
      return areFractions(array) ? writeDoubles(encoder, at, start, array) : NOT_PLAIN;
    case 'boolean':
      return areBooleans(array) ? writeBools(encoder, at, start, array) : NOT_PLAIN;
    default:
      return NOT_PLAIN;
  }
}

function areShortTexts(array: readonly unknown[]): array is readonly string[] {
  let characters = 0;
  for (let index = 0; index < array.length; index++) {
    const element = array[index];
    if (typeof element !== 'string') return false;
    characters += element.length;
  }
  return characters <= MAX_PLAIN;
}

function areSafeIntegers(array: readonly unknown[]): array is readonly number[] {
  for (let index = 0; index < array.length; index++) {
    if (!Number.isSafeInteger(array[index])) return false;
  }
  return true;
}

function areFractions(array: readonly unknown[]): array is readonly number[] {
  for (let index = 0; index < array.length; index++) {
    const element = array[index];
    if (!Number.isFinite(element) || Number.isInteger(element)) return false;
  }
  return true;
}

function areBooleans(array: readonly unknown[]): array is readonly boolean[] {
  for (let index = 0; index < array.length; index++) {
    if (typeof array[index] !== 'boolean') return false;
  }
  return true;
}
