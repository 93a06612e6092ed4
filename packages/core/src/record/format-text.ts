/**
 * The text of a log call whose arguments stand at placeholders, as `util.format` prints them, at a cost that is
 * bounded: an argument may be most of what the application holds, or stand in itself a million times over.
 */

import { format } from 'node:util';
import type { ErrorSerializer } from './error-object.ts';
import { jsonText } from './json-text.ts';

/** Placeholders of `util.format` that winston knows. */
const PLACEHOLDERS = /%[scdjifoO%]/g;

/** What is read of an object: levels below it, and entries of an array, a Map or a Set. */
const EXTENTS: ReadonlyMap<string, readonly [depth: number, entries: number]> = new Map([
  ['%o', [4, 100]],
  ['%O', [2, 100]],
  // An array is joined to a text first.
  ['%d', [Infinity, Infinity]],
  ['%i', [Infinity, Infinity]],
  ['%f', [Infinity, Infinity]],
]);

/** Circumstances of a text. */
export interface FormatOptions {
  /** Characters that an argument may take; of one that takes more there is only the JSON text, given up behind them. */
  readonly limit: number;
  readonly serializeError: ErrorSerializer;
}

/** The placeholders in a text, in their order. */
export function placeholdersIn(text: string): readonly string[] {
  return text.match(PLACEHOLDERS) ?? [];
}

/**
 * Puts an argument into each placeholder of a text. `%j` prints what a field of nested values has: the members of an
 * Error, and `[Circular]` only where the circle closes.
 *
 * @param values no more than there are placeholders
 * @returns the text as it is where a value refuses to be printed
 */
export function formatText(text: string, values: readonly unknown[], options: FormatOptions): string {
  const printed = [...values];
  let index = 0;
  const pattern = text.replaceAll(PLACEHOLDERS, (placeholder) => {
    if (placeholder === '%%' || index === values.length) return placeholder;
    const at = index++;
    if (placeholder !== '%j' && isPrintable(values[at], placeholder, options.limit)) return placeholder;
    printed[at] = jsonText(values[at], '', { ...options, ancestors: [] });
    return '%s';
  });
  try {
    return format(pattern, ...printed);
  } catch {
    return text;
  }
}

/** Whether an object has become part of a text. */
export function isInText(text: string, value: object, serializeError: ErrorSerializer): boolean {
  const options = { limit: text.length, serializeError };
  return ['%j', '%s', '%o', '%O'].some((placeholder) =>
    text.includes(formatText(placeholder, [value], options)),
  );
}

/** Whether a placeholder reads no more of a value than fits in that many characters, at one for each thing inside. */
function isPrintable(value: unknown, placeholder: string, limit: number): boolean {
  const extent = EXTENTS.get(placeholder);
  if (extent === undefined) return true;
  const [levels, entries] = extent;
  if (levels === Infinity && !Array.isArray(value)) return true;
  let room = limit;
  const isWithin = (part: unknown, depth: number): boolean => {
    if (--room < 0) return false;
    if (depth < 0 || typeof part !== 'object' || part === null || ArrayBuffer.isView(part)) return true;
    for (const inside of insideOf(part, entries)) if (!isWithin(inside, depth - 1)) return false;
    return true;
  };
  try {
    return isWithin(value, levels);
  } catch {
    return false;
  }
}

function* insideOf(value: object, entries: number): Generator {
  if (!Array.isArray(value) && !(value instanceof Map) && !(value instanceof Set)) {
    yield* Object.values(value);
    return;
  }
  let count = 0;
  for (const [key, entry] of value.entries()) {
    if (count++ === entries) return;
    yield key;
    yield entry;
  }
}
