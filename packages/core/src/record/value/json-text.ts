/**
 * JSON text of any value, as `JSON.stringify` would write it, and of values that `JSON.stringify` cannot take:
 *
 * - it ends: the text is given up at a limit, so that an object which stands in a record a million times over
 *   (30 levels of `{ a: x, b: x }`) costs no more than its share of a message;
 * - it does not recurse, so that depth does not matter;
 * - nothing makes it throw: what cannot be read is `"[Throws: <name>]"`, an ancestor is `"[Circular]"`;
 * - a bigint is its digits, an Error its serialized form, a Map with only text as keys an object, a Set an array, bytes what
 *   a Buffer gives.
 */

import { bigintJson, jsonOfBigint } from './big-integer.ts';
import { emitterValue } from './emitters.ts';
import { isError } from './error-object.ts';
import { plainJson } from './plain-json.ts';
import { plainValue } from './plain-value.ts';
import { describeThrown } from './thrown.ts';
import type { ValueContext } from './value-context.ts';

/** An object or array that is being written. */
interface OpenValue {
  /** What an ancestor is known by. */
  readonly source: object;
  readonly values: Readonly<Record<string, unknown>>;
  /** Names of the members; undefined for an array. */
  readonly keys: readonly string[] | undefined;
  readonly length: number;
  readonly isBelowError: boolean;
  index: number;
  empty: boolean;
}

/**
 * @param key the name that the value stands under, for `toJSON`
 * @param limit characters after which the text is given up; what is returned then is longer than this, and no JSON
 * @returns undefined for what JSON leaves out: undefined, functions, symbols
 */
export function jsonText(
  value: unknown,
  key: string,
  limit: number,
  context: ValueContext,
): string | undefined {
  const plain = typeof value === 'object' && value !== null ? plainJson(value, limit) : undefined;
  return plain ?? new JsonWriter(limit, context).write(value, key);
}

class JsonWriter {
  readonly #limit: number;
  readonly #context: ValueContext;
  /** What the open objects and arrays are known by. */
  readonly #sources = new Set<object>();

  constructor(limit: number, context: ValueContext) {
    const { serializeError, room, effort, isBelowError } = context;
    this.#limit = limit;
    this.#context = {
      serializeError,
      room,
      effort,
      isBelowError,
      isAncestor: (object) => this.#sources.has(object) || context.isAncestor(object),
    };
  }

  write(value: unknown, key: string): string | undefined {
    const first = this.#attempt(() => this.#part(value, key, this.#context.isBelowError));
    if (first === undefined || typeof first === 'string') return first;
    const open: OpenValue[] = [first];
    let text = openingOf(first);
    for (let last = open.at(-1); last !== undefined && text.length <= this.#limit; last = open.at(-1)) {
      const { keys, values } = last;
      if (last.index === last.length) {
        text += keys === undefined ? ']' : '}';
        this.#sources.delete(last.source);
        open.pop();
        continue;
      }
      // Members that are left out add no text, so the limit alone would not end this.
      if (!this.#context.effort.spend(1)) return text.padEnd(this.#limit + 1);
      const name = keys === undefined ? String(last.index) : (keys[last.index] ?? '');
      last.index++;
      const part = this.#attempt(() => this.#part(values[name], name, last.isBelowError));
      if (part === undefined && keys !== undefined) continue;
      if (!last.empty) text += ',';
      last.empty = false;
      if (keys !== undefined) text += `${this.#quoted(name)}:`;
      if (typeof part !== 'object') {
        text += part ?? 'null';
      } else {
        text += openingOf(part);
        open.push(part);
      }
    }
    return text;
  }

  #attempt(read: () => string | OpenValue | undefined): string | OpenValue | undefined {
    try {
      return read();
    } catch (error) {
      return JSON.stringify(describeThrown(error));
    }
  }

  /** The text of a scalar, what has members opened, undefined for what is left out. */
  #part(value: unknown, key: string, isBelowError: boolean): string | OpenValue | undefined {
    switch (typeof value) {
      case 'string':
        return this.#quoted(value);
      case 'number':
        return Number.isFinite(value) ? String(value) : 'null';
      case 'boolean':
        return String(value);
      case 'bigint': {
        const json = jsonOfBigint(value);
        return typeof json === 'string' ? this.#quoted(json) : bigintJson(value, this.#context.effort);
      }
      case 'object':
        return value === null ? 'null' : this.#objectPart(value, key, isBelowError);
      case 'undefined':
      case 'function':
      case 'symbol':
        return undefined;
    }
  }

  #objectPart(value: object, key: string, isBelowError: boolean): string | OpenValue | undefined {
    const context = this.#context;
    if (context.isAncestor(value)) return '"[Circular]"';
    const emitter = isBelowError ? emitterValue(value) : undefined;
    let plain: unknown = emitter ?? (Array.isArray(value) ? value : plainValue(value, key, context));
    if (plain instanceof Uint8Array) {
      plain = { type: 'Buffer', data: Array.from(plain.subarray(0, this.#limit)) };
    }
    if (typeof plain !== 'object' || plain === null) return this.#part(plain, key, isBelowError);
    const keys = Array.isArray(plain) ? undefined : Object.keys(plain);
    const length = keys === undefined ? (plain as readonly unknown[]).length : keys.length;
    this.#sources.add(value);
    return {
      source: value,
      values: plain as Readonly<Record<string, unknown>>,
      keys,
      length,
      isBelowError: isBelowError || isError(value),
      index: 0,
      empty: true,
    };
  }

  #quoted(text: string): string {
    return JSON.stringify(text.length > this.#limit ? text.slice(0, this.#limit + 1) : text);
  }
}

function openingOf({ keys }: OpenValue): string {
  return keys === undefined ? '[' : '{';
}
