/**
 * The mapping once more, as `docs/mapping.md` states it: slow, without bounds, and independent of the code under test.
 */

import { hostname } from 'node:os';
import type { Field, HekaMessage } from 'heka-core';
import { err as serializeError } from 'pino-std-serializers';
import type { Members } from './random-members.ts';

/** Options of the mapping that the expectation knows. */
export interface ExpectedOptions {
  readonly maxDepth?: number;
  readonly numbers?: 'double';
  readonly separator?: string;
}

/** What is known of a record besides its members. */
export interface ExpectedHeaders {
  readonly uuid: Uint8Array;
  readonly timestamp: bigint;
  readonly severity: number;
  readonly level: string;
  readonly payload: string;
}

const INT64 = { least: -(2n ** 63n), most: 2n ** 63n - 1n };

/** The message of a record of the logger `app`. */
export function expectedMessage(
  { level, payload, ...headers }: ExpectedHeaders,
  members: Members,
  options: ExpectedOptions = {},
): HekaMessage {
  const fields = new ExpectedFields(options);
  fields.add('level', level, 1, []);
  fields.addMembers(members);
  return {
    ...headers,
    type: 'log',
    logger: 'app',
    payload: wellFormed(payload),
    envVersion: '0.8',
    pid: process.pid,
    hostname: hostname(),
    fields: fields.list,
  };
}

class ExpectedFields {
  readonly list: Field[] = [];
  readonly #names = new Set<string>();
  readonly #separator: string;
  readonly #maxDepth: number;
  readonly #numbers: 'double' | undefined;

  constructor({ separator = '.', maxDepth = 8, numbers }: ExpectedOptions) {
    this.#separator = separator;
    this.#maxDepth = maxDepth;
    this.#numbers = numbers;
  }

  addMembers(members: Members): void {
    for (const [key, value] of Object.entries(members)) this.add(key, value, 1, [members]);
  }

  /**
   * Adds the fields of a value.
   *
   * @param above the objects that it is in
   */
  add(name: string, value: unknown, depth: number, above: readonly object[]): void {
    const scalar = scalarOf(value);
    const field = scalar === undefined ? undefined : this.#valuesOf([scalar]);
    if (field !== undefined) this.#addField(name, field);
    else if (!isObject(value) || value instanceof Date) return;
    else if (above.includes(value)) this.#addField(name, text('[Circular]'));
    else if (isList(value)) this.#addList(name, value, above);
    else this.#addObject(name, value, depth, above);
  }

  #addField(name: string, field: Values): void {
    let free = wellFormed(name);
    while (this.#names.has(free)) free += '_';
    this.#names.add(free);
    this.list.push({ name: free, ...field } as Field);
  }

  #addObject(name: string, value: object, depth: number, above: readonly object[]): void {
    if (depth < this.#maxDepth) {
      for (const [key, inner] of membersOf(value)) {
        this.add(`${name}${this.#separator}${key}`, inner, depth + 1, [...above, value]);
      }
      return;
    }
    const json = jsonOf(value, above);
    // Otherwise none of its members has a value.
    if (json !== '{}') this.#addField(name, { ...text(json ?? ''), representation: 'json' });
  }

  #addList(name: string, list: List, above: readonly object[]): void {
    const values = [...list];
    if (values.length === 0) return;
    const scalars = values.map(scalarOf);
    const field = scalars.every((value) => value !== undefined) ? this.#valuesOf(scalars) : undefined;
    this.#addField(name, field ?? { ...text(jsonOf(list, above) ?? ''), representation: 'json' });
  }

  /** Values of one kind as a field has them; undefined if they are of several. */
  #valuesOf(values: readonly Scalar[]): Values | undefined {
    if (values.every((value) => typeof value === 'string'))
      return { type: 'string', values: values.map(wellFormed) };
    if (values.every((value) => typeof value === 'boolean')) return { type: 'bool', values };
    if (values.every((value) => value instanceof Uint8Array)) return { type: 'bytes', values };
    if (!values.every((value) => typeof value === 'number' || typeof value === 'bigint')) return undefined;
    const integers = values.map(integerOf);
    if (this.#numbers !== 'double' && integers.every((value) => value !== undefined)) {
      return { type: 'integer', values: integers };
    }
    return { type: 'double', values: values.map(Number) };
  }
}

type Scalar = string | number | bigint | boolean | Uint8Array;
type List = readonly unknown[] | Set<unknown>;
type Values = Pick<Field, 'type' | 'values' | 'representation'>;

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function isList(value: object): value is List {
  return Array.isArray(value) || value instanceof Set;
}

/** What a field can hold as it is; undefined for everything else. */
function scalarOf(value: unknown): Scalar | undefined {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? undefined : value.toISOString();
  if (value instanceof URL) return value.href;
  if (value instanceof Uint8Array) return Uint8Array.from(value);
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  // More than 64 bits, of which a double would lose some.
  if (
    typeof value === 'bigint' &&
    integerOf(value) === undefined &&
    String(Number(value)) !== String(value)
  ) {
    return String(value);
  }
  return ['string', 'boolean', 'bigint'].includes(typeof value) ? (value as Scalar) : undefined;
}

function text(value: string): Values {
  return { type: 'string', values: [wellFormed(value)] };
}

/** The integer of the digits that JavaScript prints of a number, if that has 64 bits. */
function integerOf(value: number | bigint): bigint | undefined {
  if (typeof value === 'number' && (!Number.isInteger(value) || Math.abs(value) >= 1e21)) return undefined;
  const integer = BigInt(String(value));
  return integer >= INT64.least && integer <= INT64.most ? integer : undefined;
}

function membersOf(value: object): readonly [string, unknown][] {
  if (value instanceof Map) return [...(value as Map<string, unknown>)];
  if (!(value instanceof Error)) return Object.entries(value);
  const { raw, ...members } = serializeError(value) as Members;
  return Object.entries(members);
}

/** JSON text; undefined for what JSON leaves out. */
function jsonOf(value: unknown, above: readonly object[]): string | undefined {
  if (typeof value === 'bigint') return String(value);
  if (!isObject(value) || value instanceof Uint8Array || value instanceof Date || value instanceof URL) {
    return JSON.stringify(value);
  }
  if (above.includes(value)) return '"[Circular]"';
  const inner = [...above, value];
  if (isList(value)) {
    return `[${[...value].map((one) => jsonOf(one, inner) ?? 'null').join(',')}]`;
  }
  const members = membersOf(value).flatMap(([key, one]) => {
    const text = jsonOf(one, inner);
    return text === undefined ? [] : [`${JSON.stringify(key)}:${text}`];
  });
  return `{${members.join(',')}}`;
}

/** A text as UTF-8 has it. */
function wellFormed(text: string): string {
  return Buffer.from(text).toString();
}
