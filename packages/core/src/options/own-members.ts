/**
 * The own members of an object, on an object without a prototype: what a dependency adds to `Object.prototype` is not
 * among them, neither for us nor for what it is handed to.
 */
export function ownMembers<T extends object>(object: T): T {
  return Object.assign(Object.create(null) as T, object);
}
