/**
 * JSON text of any value, as `JSON.stringify` would write it, for values that `JSON.stringify` cannot take:
 *
 * - it ends: the text is given up at a limit, so that an object which stands in a record a million times over
 *   (30 levels of `{ a: x, b: x }`) costs no more than its share of a message;
 * - it does not recurse, so that depth is no matter;
 * - nothing makes it throw: what cannot be read is `"[Throws: <name>]"`, an ancestor is `"[Circular]"`;
 * - a bigint is its digits, an Error its serialized form, a Map with only text as keys an object, a Set an array, bytes what
 *   a Buffer gives.
 */

import type { ErrorSerializer } from './error-object.ts';
import { plainValue } from './plain-value.ts';
import { jsonOfBigint } from './scalars.ts';
import { describeThrown } from './thrown.ts';

/** Members that are looked at, at least, before a text is given up that is still short. */
const MAX_MEMBERS = 65_536;

/** Circumstances of a {@link jsonText}. */
export interface JsonTextOptions {
  /** Characters after which the text is given up; what is returned then is longer than this, and no JSON. */
  readonly limit: number;
  readonly serializeError: ErrorSerializer;
  /** Objects that the value stands in. */
  readonly ancestors: readonly object[];
}

/** An object or array that is being written. */
interface Frame {
  /** What an ancestor is known by. */
  readonly source: object;
  readonly values: Readonly<Record<string, unknown>>;
  /** Names of the members; undefined for an array. */
  readonly keys: readonly string[] | undefined;
  readonly length: number;
  index: number;
  empty: boolean;
}

/**
 * @param key the name that the value stands under, for `toJSON`
 * @returns undefined for what JSON leaves out: undefined, functions, symbols
 */
export function jsonText(value: unknown, key: string, options: JsonTextOptions): string | undefined {
  const ancestors = new Set(options.ancestors);
  const first = attempt(() => prepare(value, key, options, ancestors));
  if (first === undefined || typeof first === 'string') return first;
  const open: Frame[] = [first];
  let text = first.keys === undefined ? '[' : '{';
  let members = first.length;
  for (let frame = open.at(-1); frame !== undefined && text.length <= options.limit; frame = open.at(-1)) {
    if (frame.index === frame.length) {
      text += frame.keys === undefined ? ']' : '}';
      ancestors.delete(frame.source);
      open.pop();
      continue;
    }
    const name = frame.keys === undefined ? String(frame.index) : (frame.keys[frame.index] ?? '');
    frame.index++;
    let part = attempt(() => prepare(frame.values[name], name, options, ancestors));
    if (part === undefined) {
      if (frame.keys !== undefined) continue;
      part = 'null';
    }
    if (!frame.empty) text += ',';
    frame.empty = false;
    if (frame.keys !== undefined) text += `${JSON.stringify(name)}:`;
    if (typeof part === 'string') {
      text += part;
    } else {
      text += part.keys === undefined ? '[' : '{';
      open.push(part);
      members += part.length;
      // Members that are left out give no text, and may be as many.
      if (members > Math.max(options.limit, MAX_MEMBERS)) return text.padEnd(options.limit + 1);
    }
  }
  return text;
}

function attempt(prepareValue: () => string | Frame | undefined): string | Frame | undefined {
  try {
    return prepareValue();
  } catch (error) {
    return JSON.stringify(describeThrown(error));
  }
}

/** The text of a scalar, a frame for what has members, undefined for what is left out. */
function prepare(
  value: unknown,
  key: string,
  options: JsonTextOptions,
  ancestors: Set<object>,
): string | Frame | undefined {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value.length > options.limit ? value.slice(0, options.limit + 1) : value);
    case 'number':
      return Number.isFinite(value) ? String(value) : 'null';
    case 'boolean':
      return String(value);
    case 'bigint': {
      const json = jsonOfBigint(value);
      return typeof json === 'string' ? JSON.stringify(json) : String(value);
    }
    case 'object':
      return value === null ? 'null' : prepareObject(value, key, options, ancestors);
    case 'undefined':
    case 'function':
    case 'symbol':
      return undefined;
  }
}

function prepareObject(
  value: object,
  key: string,
  options: JsonTextOptions,
  ancestors: Set<object>,
): string | Frame | undefined {
  if (ancestors.has(value)) return '"[Circular]"';
  let plain: unknown = Array.isArray(value) ? value : plainValue(value, key, options.serializeError);
  if (plain instanceof Uint8Array) {
    plain = { type: 'Buffer', data: Array.from(plain.subarray(0, options.limit)) };
  }
  if (typeof plain !== 'object' || plain === null) return prepare(plain, key, options, ancestors);
  const keys = Array.isArray(plain) ? undefined : Object.keys(plain);
  const length = keys === undefined ? (plain as readonly unknown[]).length : keys.length;
  ancestors.add(value);
  const values = plain as Readonly<Record<string, unknown>>;
  return { source: value, values, keys, length, index: 0, empty: true };
}
