/**
 * Values in the form in which they become fields, but only where a path leads: `err.config.headers` makes an object of the
 * Error `err`, and of nothing else.
 */

import { firstElements } from '../value/containers.ts';
import { loneValueContext } from '../value/lone-value-context.ts';
import { copyInto, newMembers } from '../value/members.ts';
import { plainValue } from '../value/plain-value.ts';

/** Elements of an array, and characters of a text, that are read at most: more than any message shows. */
const MAX_READ = 1024 * 1024;

/** Paths by their segments; `*` is any. */
export type PathTree = ReadonlyMap<string, PathTree>;

/** The segments of a path, as pino writes it: `a.b`, `a[0].b`, `a[*]`, `a["b-c"]`. */
function pathSegments(path: string): readonly string[] {
  return [...path.matchAll(/\[(?:"([^"]*)"|'([^']*)'|`([^`]*)`|([^\]]*))\]|[^.[\]]+/g)].map(
    ([whole, ...quoted]) => quoted.find((text) => text !== undefined) ?? whole,
  );
}

/** Joins paths that begin alike. */
export function pathTree(paths: readonly string[]): PathTree {
  const root = new Map<string, PathTree>();
  for (const path of paths) {
    let node = root;
    for (const segment of pathSegments(path)) {
      const next = (node.get(segment) ?? new Map()) as Map<string, PathTree>;
      node.set(segment, next);
      node = next;
    }
  }
  return root;
}

/**
 * A value with everything along the paths as plain objects and arrays, which are copies.
 *
 * @param key the name it stands under, for `toJSON`
 */
export function readable(value: unknown, paths: PathTree, key: string): unknown {
  if (paths.size === 0 || typeof value !== 'object' || value === null) return value;
  const plain = plainForm(value, key);
  if (typeof plain !== 'object' || plain === null || ArrayBuffer.isView(plain)) return plain;
  const copy: Record<string, unknown> | unknown[] = Array.isArray(plain)
    ? firstElements(plain, MAX_READ)
    : newMembers();
  if (!Array.isArray(copy)) copyInto(copy, plain);
  const members = copy as Record<string, unknown>;
  for (const [segment, rest] of paths) {
    const keys = segment === '*' ? Object.keys(members) : Object.hasOwn(members, segment) ? [segment] : [];
    for (const each of keys) members[each] = readable(members[each], rest, each);
  }
  return copy;
}

/** By the rules of the fields: an Error by its members, `toJSON` by what it gives, a Map as an object, a Set as an array. */
function plainForm(value: object, key: string): unknown {
  if (Array.isArray(value) || ArrayBuffer.isView(value)) return value;
  return plainValue(value, key, loneValueContext('flat', MAX_READ));
}
