/**
 * What stands below an error for an object of the runtime: a failed request carries its sockets, TLS sessions, agents and
 * servers, which refer to each other without end and say nothing of what went wrong.
 *
 * | instance of a class with `on` and `emit`, or `addEventListener` and `dispatchEvent` | becomes |
 * |---|---|
 * | request or response (it has a text `method`, or a number `statusCode`) | its members of {@link KEPT_MEMBERS} |
 * | any other: socket, stream, agent, server, signal | `[<name of its class>]` |
 */

/** Members of requests and responses that say which one it was, and how it ended. */
const KEPT_MEMBERS = ['method', 'protocol', 'host', 'path', 'url', 'statusCode', 'statusMessage'] as const;

/** A longer name is cut. */
const MAX_CLASS_NAME = 64;

type Members = Readonly<Record<string, unknown>>;

/**
 * @returns the text or the members that stand for an object, undefined if it stands for itself
 * @throws whatever a getter or a proxy throws
 */
export function emitterValue(value: object): string | object | undefined {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null || !isEmitter(value as Members)) return undefined;
  const kept: Record<string, unknown> = {};
  for (const key of KEPT_MEMBERS) {
    const member = Object.hasOwn(value, key) ? (value as Members)[key] : undefined;
    if ((typeof member === 'string' && member !== '') || typeof member === 'number') kept[key] = member;
  }
  const isExchange = typeof kept['method'] === 'string' || typeof kept['statusCode'] === 'number';
  return isExchange ? kept : `[${classNameOf(value)}]`;
}

function isEmitter({ on, emit, addEventListener, dispatchEvent }: Members): boolean {
  return (
    (typeof on === 'function' && typeof emit === 'function') ||
    (typeof addEventListener === 'function' && typeof dispatchEvent === 'function')
  );
}

function classNameOf(value: object): string {
  const { name } = value.constructor as { readonly name?: unknown };
  return typeof name === 'string' && name !== '' ? name.slice(0, MAX_CLASS_NAME) : 'Object';
}
