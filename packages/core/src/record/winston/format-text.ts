/**
 * The text of a log call whose arguments stand at placeholders, as `util.format` prints them, at a cost that is
 * bounded: an argument may be most of what the application holds, or stand in itself a million times over.
 */

import { format } from 'node:util';
import type { ErrorSerializer } from '../value/error-object.ts';
import { jsonText } from '../value/json-text.ts';
import { describeThrown } from '../value/thrown.ts';

/** Placeholders of `util.format` that winston knows. */
const PLACEHOLDERS = /%[scdjifoO%]/g;

/** What is read of an object: levels below it, and entries of an array, a Map or a Set. */
const EXTENTS: ReadonlyMap<string, readonly [depth: number, entries: number]> = new Map([
  ['%s', [0, 100]],
  ['%o', [4, 100]],
  ['%O', [2, 100]],
  // An array is joined to a text first.
  ['%d', [Infinity, Infinity]],
  ['%i', [Infinity, Infinity]],
  ['%f', [Infinity, Infinity]],
]);

/** Characters that are printed of a text inside an object. */
const MAX_INNER_TEXT = 10_000;

/** Circumstances of a text. */
export interface FormatOptions {
  /**
   * Characters that the text may have. What comes behind them is not printed, and of an argument that takes more there
   * is only the JSON text, given up there.
   */
  readonly limit: number;
  readonly serializeError: ErrorSerializer;
}

/** The placeholders in a text, in their order. */
export function placeholdersIn(text: string): readonly string[] {
  return text.match(PLACEHOLDERS) ?? [];
}

/**
 * Puts an argument into each placeholder of a text. `%j` prints what a field of nested values has: the members of an
 * Error, and `[Circular]` only where the circle closes. What refuses to be printed is `[Throws: <name>]`.
 *
 * @param values no more than there are placeholders; without any the text stays as it is
 */
export function formatText(text: string, values: readonly unknown[], options: FormatOptions): string {
  if (values.length === 0) return text;
  let index = 0;
  let length = 0;
  return text.replaceAll(PLACEHOLDERS, (placeholder) => {
    if (placeholder === '%%') return '%';
    if (index === values.length || length > options.limit) return placeholder;
    const printed = print(placeholder, values[index++], options);
    length += printed.length;
    return printed;
  });
}

/** Whether an argument has become part of a text. */
export function isInText(text: string, value: unknown, serializeError: ErrorSerializer): boolean {
  return placeInText(text, value, serializeError, 0) !== undefined;
}

/**
 * Whether arguments have been put into a text already, although there are placeholders in it: each argument is there,
 * in their order, and no placeholder stands between them. Those left over are part of an argument, or have got none.
 */
export function isFormatted(
  text: string,
  values: readonly unknown[],
  serializeError: ErrorSerializer,
): boolean {
  let end = 0;
  for (const value of values) {
    if (value === '') continue;
    const place = placeInText(text, value, serializeError, end);
    if (place === undefined || placeholdersIn(text.slice(end, place.start)).length > 0) return false;
    ({ end } = place);
  }
  return end > 0;
}

/** The first place of an argument in a text, and there the longest of its forms. */
function placeInText(
  text: string,
  value: unknown,
  serializeError: ErrorSerializer,
  from: number,
): { readonly start: number; readonly end: number } | undefined {
  const options = { limit: text.length, serializeError };
  // What `%s` prints is less than what the others do.
  const forms = isPrintable(value, '%s', text.length)
    ? ['%s', '%d', '%i', '%j', '%o', '%O']
    : ['%d', '%i', '%j'];
  let place: { readonly start: number; readonly end: number } | undefined;
  for (const placeholder of forms) {
    const printed = print(placeholder, value, options);
    // Any text is NaN for `%d`.
    const start = printed === '' || printed === 'NaN' ? -1 : text.indexOf(printed, from);
    const end = start + printed.length;
    if (start < 0 || (place !== undefined && (place.start < start || place.end > end))) continue;
    place = { start, end };
  }
  return place;
}

function print(placeholder: string, value: unknown, options: FormatOptions): string {
  try {
    if (placeholder !== '%j' && isPrintable(value, placeholder, options.limit))
      return format(placeholder, value);
  } catch (error) {
    return describeThrown(error);
  }
  return jsonText(value, '', { ...options, ancestors: [] }) ?? 'undefined';
}

/** Whether a placeholder reads no more of a value than fits in that many characters, at one for each thing inside. */
function isPrintable(value: unknown, placeholder: string, limit: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  const [levels, entries] = EXTENTS.get(placeholder) ?? [0, 0];
  if (levels === Infinity && !Array.isArray(value)) return true;
  let room = limit;
  const isWithin = (part: unknown, depth: number): boolean => {
    room -= typeof part === 'string' ? Math.min(part.length, MAX_INNER_TEXT) : 1;
    if (room < 0) return false;
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
    // Members of an Error are hidden ones, and `%o` prints those.
    for (const key of Reflect.ownKeys(value)) yield Object.getOwnPropertyDescriptor(value, key)?.value;
    return;
  }
  let count = 0;
  for (const [key, entry] of value.entries()) {
    if (count++ === entries) return;
    yield key;
    yield entry;
  }
}
