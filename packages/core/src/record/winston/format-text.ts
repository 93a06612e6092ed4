/**
 * The text of a log call whose arguments stand at placeholders, as `util.format` prints them, at a cost that is
 * bounded: an argument may be most of what the application holds, or contain itself a million times over; a text may
 * have more placeholders than a message has room for, of which the first ones count.
 */

import { format, inspect, types } from 'node:util';
import { hasFewDigits } from '../value/big-integer.ts';
import { firstElements, mapEntries, setValues } from '../value/containers.ts';
import { jsonText } from '../value/json-text.ts';
import { describeThrown } from '../value/thrown.ts';
import type { ValueContext } from '../value/value-context.ts';

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

/** Units of effort for printing an argument. */
const PRINT_UNITS = 16;

/** How many placeholders a text has, `%%` aside. */
export function countPlaceholders(text: string): number {
  let count = 0;
  for (let at = text.indexOf('%'); at >= 0; at = text.indexOf('%', at)) {
    const letter = text.charAt(at + 1);
    const isPlaceholder = 'scdjifoO%'.includes(letter) && letter !== '';
    if (isPlaceholder && letter !== '%') count++;
    at += isPlaceholder ? 2 : 1;
  }
  return count;
}

/** Whether a text has a placeholder, `%%` included. */
export function hasPlaceholder(text: string): boolean {
  return text.search(PLACEHOLDERS) >= 0;
}

/**
 * Puts an argument into each placeholder of a text. `%j` prints what a field of nested values has: the members of an
 * Error, and `[Circular]` only where the circle closes. What refuses to be printed is `[Throws: <name>]`. Nothing is
 * printed beyond as many characters as a message has; an argument that takes more is printed as JSON text, as far as it
 * has room.
 *
 * @param text at most as long as a message
 * @param values no more than there are placeholders; without any the text stays as it is
 */
export function formatText(text: string, values: readonly unknown[], context: ValueContext): string {
  if (values.length === 0) return text;
  let index = 0;
  let length = 0;
  return text.replaceAll(PLACEHOLDERS, (placeholder) => {
    if (placeholder === '%%') return '%';
    if (index === values.length || length > context.room) return placeholder;
    if (context.effort.isSpent) {
      context.effort.hasOmitted = true;
      return placeholder;
    }
    const printed = print(placeholder, values[index++], context.room, context);
    length += printed.length;
    return printed;
  });
}

/** Whether an argument has become part of a text. */
export function isInText(text: string, value: unknown, context: ValueContext): boolean {
  return placeInText(text, value, 0, context) !== undefined;
}

/**
 * Whether arguments have been put into a text already, although there are placeholders in it: each argument is there,
 * in their order, and no placeholder stands between them. Those left over are part of an argument, or have got none.
 */
export function isFormatted(text: string, values: readonly unknown[], context: ValueContext): boolean {
  let end = 0;
  for (const value of values) {
    if (value === '') continue;
    const place = placeInText(text, value, end, context);
    if (place === undefined || hasPlaceholder(text.slice(end, place.start))) return false;
    ({ end } = place);
  }
  return end > 0;
}

/** The first place of an argument in a text, and there the longest of its forms. */
function placeInText(
  text: string,
  value: unknown,
  from: number,
  context: ValueContext,
): { readonly start: number; readonly end: number } | undefined {
  if (isPlainScalar(value) && !text.includes(String(value))) return undefined;
  // What `%s` prints is less than what the others do.
  const forms = isPrintable(value, '%s', text.length)
    ? ['%s', '%d', '%i', '%j', '%o', '%O']
    : ['%d', '%i', '%j'];
  let place: { readonly start: number; readonly end: number } | undefined;
  for (const placeholder of forms) {
    if (context.effort.isSpent) return undefined;
    const printed = print(placeholder, value, text.length, context);
    // Any text is NaN for `%d`.
    const start = printed === '' || printed === 'NaN' ? -1 : text.indexOf(printed, from);
    const end = start + printed.length;
    if (start < 0 || (place !== undefined && (place.start < start || place.end > end))) continue;
    place = { start, end };
  }
  return place;
}

/** A short text of characters that no placeholder prints in another way, and that is not a number to `%d` and `%i`. */
const PLAIN_TEXT = /^[A-Z_a-z][ !#-&(-[\]-~]{0,99}$/;

/** Whether whatever a placeholder prints of a value has the value's own text in it, or is `NaN`. */
function isPlainScalar(value: unknown): value is string | number {
  return typeof value === 'string' ? PLAIN_TEXT.test(value) : isPlainInteger(value);
}

/** Whether a value is an integer that all placeholders print in the same way. */
function isPlainInteger(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && !Object.is(value, -0);
}

function print(placeholder: string, value: unknown, limit: number, context: ValueContext): string {
  context.effort.spend(PRINT_UNITS);
  // Most are these.
  if (placeholder === '%s' && typeof value === 'string') return value;
  if (placeholder !== '%c' && isPlainInteger(value) && inspect.defaultOptions.numericSeparator !== true) {
    return String(value);
  }
  try {
    if (placeholder !== '%j' && isPrintable(value, placeholder, limit)) return format(placeholder, value);
  } catch (error) {
    return describeThrown(error);
  }
  return jsonText(value, '', limit, context) ?? 'undefined';
}

/** Whether a placeholder reads no more of a value than fits in that many characters, at one for each thing inside. */
function isPrintable(value: unknown, placeholder: string, limit: number): boolean {
  if (typeof value === 'bigint') return hasFewDigits(value);
  if (typeof value !== 'object' || value === null) return true;
  const [levels, entries] = EXTENTS.get(placeholder) ?? [0, 0];
  if (levels === Infinity && !Array.isArray(value)) return true;
  let room = limit;
  const isWithin = (part: unknown, depth: number): boolean => {
    room -= sizeOf(part);
    if (room < 0) return false;
    if (depth < 0 || typeof part !== 'object' || part === null || ArrayBuffer.isView(part)) return true;
    for (const inside of insideOf(part, Math.min(entries, room + 1))) {
      if (!isWithin(inside, depth - 1)) return false;
    }
    return true;
  };
  try {
    return isWithin(value, levels);
  } catch {
    return false;
  }
}

/** Characters that a value takes at least, without what is inside it. */
function sizeOf(value: unknown): number {
  if (typeof value === 'string') return Math.min(value.length, MAX_INNER_TEXT);
  // Each character is looked for as a member.
  return types.isStringObject(value) ? value.valueOf().length : 1;
}

/** What is printed of an object, as far as it is looked at. */
function insideOf(value: object, entries: number): Iterable<unknown> {
  if (Array.isArray(value)) return firstElements(value, entries);
  if (types.isMap(value)) return mapEntries(value, entries).flat();
  if (types.isSet(value)) return setValues(value, entries);
  if (types.isBoxedPrimitive(value)) return [];
  return hiddenMembers(value);
}

/** Members of an Error are hidden ones, and `%o` prints those. */
function* hiddenMembers(value: object): Generator {
  for (const key of Reflect.ownKeys(value)) yield Object.getOwnPropertyDescriptor(value, key)?.value;
}
