import type { MessageEncoder } from '../../../wire/message-encoder.ts';
import type { FieldStart } from '../../../wire/write/field-start.ts';
import { writeBools, writeDoubles, writeIntegers, writeStrings } from '../../../wire/write/list-fields.ts';
import { firstElements } from '../containers.ts';

/** Arrays with more elements, and texts with more characters, are read with care. */
const MAX_PLAIN = 1024;

/** Returned for an array that is to be read with care. */
export const NOT_PLAIN = -1;

/**
 * Writes an array whose elements are all short texts, all safe integers, all numbers with a fraction or all booleans, without a
 * closer look at each.
 *
 * @returns where the next field goes, or {@link NOT_PLAIN}, and then nothing counts as written
 */
export function writePlainArray(
  encoder: MessageEncoder,
  at: number,
  start: FieldStart,
  array: readonly unknown[],
): number {
  // Each element is read once: an accessor or a Proxy may give something else the next time.
  const values = firstElements(array, MAX_PLAIN + 1);
  if (values.length === 0 || values.length > MAX_PLAIN) return NOT_PLAIN;
  switch (typeof values[0]) {
    case 'string':
      return areShortTexts(values) ? writeStrings(encoder, at, start, values) : NOT_PLAIN;
    case 'number':
      if (areSafeIntegers(values)) return writeIntegers(encoder, at, start, values);
      return areFractions(values) ? writeDoubles(encoder, at, start, values) : NOT_PLAIN;
    case 'boolean':
      return areBooleans(values) ? writeBools(encoder, at, start, values) : NOT_PLAIN;
    default:
      return NOT_PLAIN;
  }
}

function areShortTexts(values: readonly unknown[]): values is readonly string[] {
  let characters = 0;
  for (let index = 0; index < values.length; index++) {
    const element = values[index];
    if (typeof element !== 'string') return false;
    characters += element.length;
  }
  return characters <= MAX_PLAIN;
}

function areSafeIntegers(values: readonly unknown[]): values is readonly number[] {
  for (let index = 0; index < values.length; index++) {
    if (!Number.isSafeInteger(values[index])) return false;
  }
  return true;
}

function areFractions(values: readonly unknown[]): values is readonly number[] {
  for (let index = 0; index < values.length; index++) {
    const element = values[index];
    if (!Number.isFinite(element) || Number.isInteger(element)) return false;
  }
  return true;
}

function areBooleans(values: readonly unknown[]): values is readonly boolean[] {
  for (let index = 0; index < values.length; index++) {
    if (typeof values[index] !== 'boolean') return false;
  }
  return true;
}
