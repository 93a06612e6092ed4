import { types } from 'node:util';
import { firstElements, typedArrayValues } from './containers.ts';
import { describeThrown } from './thrown.ts';

/** Members of records that were put together here. They have no prototype, so that they are walked apart from the ordinary ones. */
export function newMembers(): Record<string, unknown> {
  return Object.create(null) as Record<string, unknown>;
}

/** Sets a member as `JSON.parse` does: `__proto__` is a name like any other. */
export function setMember(target: object, key: string, value: unknown): void {
  // An assignment is much quicker, and does the same unless there is something that it could meet.
  if (!(key in target)) (target as Record<string, unknown>)[key] = value;
  else Object.defineProperty(target, key, { value, writable: true, enumerable: true, configurable: true });
}

/**
 * Copies the own members of an object; one that throws when it is read becomes the text `[Throws: <name>]`.
 *
 * @param limit members that are copied at most
 */
export function copyInto(target: object, source: object, limit = Infinity): void {
  let room = limit;
  for (const key of Object.keys(beginningOf(source, limit))) {
    if (room-- === 0) return;
    setMember(target, key, memberOf(source, key));
  }
}

/** Calls a function with each own enumerable member; one that throws when it is read is the text `[Throws: <name>]`. */
export function copyEach(source: object, take: (key: string, value: unknown) => void): void {
  for (const key of Object.keys(source)) take(key, memberOf(source, key));
}

function memberOf(source: object, key: string): unknown {
  try {
    return (source as Readonly<Record<string, unknown>>)[key];
  } catch (error) {
    return describeThrown(error);
  }
}

/** The object, or the first elements of a long list: the keys of all of them are texts to be made. */
function beginningOf(source: object, limit: number): object {
  if (types.isTypedArray(source)) return typedArrayValues(source, limit);
  if (types.isStringObject(source)) return Object(String.prototype.slice.call(source, 0, limit));
  try {
    return Array.isArray(source) && source.length > limit ? firstElements(source, limit) : source;
  } catch {
    // A proxy that refuses; it may still tell its keys.
    return source;
  }
}
