/**
 * Reads arrays, Maps, Sets and binary data by what the engine knows of them. Members written onto such an object are the
 * application's: an own `Symbol.iterator` may have no end, an own `length` may lie about memory.
 */

import { types } from 'node:util';

type Entry = readonly [unknown, unknown];

const entriesOfMap = uncurried(Map.prototype, 'entries') as (map: object) => Iterator<Entry>;
const nextEntry = uncurried(Object.getPrototypeOf(new Map().entries()), 'next') as Next<Entry>;
const valuesOfSet = uncurried(Set.prototype, 'values') as (set: object) => Iterator<unknown>;
const nextValue = uncurried(Object.getPrototypeOf(new Set().values()), 'next') as Next<unknown>;

const typedArrayPrototype: object = Object.getPrototypeOf(Uint8Array.prototype);
const lengthOf = getter(typedArrayPrototype, 'length') as (array: object) => number;
const sizeOfMap = getter(Map.prototype, 'size') as (map: object) => number;
const sizeOfSet = getter(Set.prototype, 'size') as (set: object) => number;

type Next<T> = (iterator: object) => IteratorResult<T>;

interface BinaryGetters {
  readonly buffer: (view: object) => ArrayBufferLike;
  readonly byteOffset: (view: object) => number;
  readonly byteLength: (view: object) => number;
}

const ofTypedArray = binaryGetters(typedArrayPrototype);
const ofDataView = binaryGetters(DataView.prototype);

/** Elements of an array, the first `limit` of them. */
export function firstElements(array: readonly unknown[], limit: number): unknown[] {
  const elements: unknown[] = [];
  const length = Math.min(array.length, limit);
  for (let index = 0; index < length; index++) elements.push(array[index]);
  return elements;
}

/** Entries of a Map, the first `limit` of them. */
export function mapEntries(map: object, limit: number): Entry[] {
  return taken(entriesOfMap(map), nextEntry, limit);
}

/** Values of a Set, the first `limit` of them. */
export function setValues(set: object, limit: number): unknown[] {
  return taken(valuesOfSet(set), nextValue, limit);
}

/** How many entries a Map has. */
export function mapSize(map: object): number {
  return sizeOfMap(map);
}

/** How many values a Set has. */
export function setSize(set: object): number {
  return sizeOfSet(set);
}

/** Numbers of a typed array, the first `limit` of them. */
export function typedArrayValues(array: object, limit: number): (number | bigint)[] {
  const length = Math.min(lengthOf(array), limit);
  const elements = array as ArrayLike<number | bigint>;
  const values: (number | bigint)[] = [];
  for (let index = 0; index < length; index++) values.push(elements[index] ?? 0);
  return values;
}

/** The bytes behind a typed array or DataView, the first `limit` of them, in a view of their own. */
export function bytesOfView(view: ArrayBufferView, limit: number): Uint8Array {
  const { buffer, byteOffset, byteLength } = types.isDataView(view) ? ofDataView : ofTypedArray;
  return new Uint8Array(buffer(view), byteOffset(view), Math.min(byteLength(view), limit));
}

function taken<T>(iterator: Iterator<T>, next: Next<T>, limit: number): T[] {
  const values: T[] = [];
  while (values.length < limit) {
    const result = next(iterator);
    if (result.done === true) break;
    values.push(result.value);
  }
  return values;
}

/** A method without arguments, as a function of the object that it belongs to. */
function uncurried(prototype: object, name: string): (owner: object) => unknown {
  const method = (prototype as Readonly<Record<string, () => unknown>>)[name];
  if (method === undefined) throw new TypeError(`${name} is missing`);
  return (owner) => Reflect.apply(method, owner, []);
}

function getter(prototype: object, name: string): (owner: object) => unknown {
  return (owner) => Reflect.get(prototype, name, owner);
}

function binaryGetters(prototype: object): BinaryGetters {
  return {
    buffer: getter(prototype, 'buffer') as BinaryGetters['buffer'],
    byteOffset: getter(prototype, 'byteOffset') as BinaryGetters['byteOffset'],
    byteLength: getter(prototype, 'byteLength') as BinaryGetters['byteLength'],
  };
}
