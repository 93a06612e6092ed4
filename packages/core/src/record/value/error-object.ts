import { types } from 'node:util';
import serializers from 'pino-std-serializers';
import { copyInto, setMember } from './members.ts';

/** Errors inside an error that are serialized with it; with more, each is where its turn comes in the message. */
const MAX_ERRORS = 1000;

/** Whether a value is an Error, of this realm or another one. */
export function isError(value: object): boolean {
  // Most objects are plain, and `isNativeError` is a call into native code.
  if (Object.getPrototypeOf(value) === Object.prototype) return false;
  return types.isNativeError(value) || value instanceof Error;
}

/** Whether pino's serializer takes a value for an error: it has a text as `message`, and has not been serialized. */
export function isErrorLike(value: unknown): value is object {
  return (
    typeof value === 'object' &&
    value !== null &&
    typeof (value as { readonly message?: unknown }).message === 'string' &&
    Object.getPrototypeOf(value) !== serializedErrorPrototype
  );
}

/** Makes an error in its serialized form, which is not serialized again. */
export function serializedError(members: object): object {
  const error: object = Object.create(serializedErrorPrototype);
  copyInto(error, members);
  return error;
}

const serializedErrorPrototype = {};

/** Turns an Error into a plain object: `type`, `message`, `stack`, then its own members. */
export type ErrorSerializer = (error: object) => object;

/**
 * @param errorCause `flat` puts the messages and stacks of causes behind the error's own, `nested` keeps the
 *   causes as members; a cause that is no error is the member `cause` in both
 * @returns what pino does by default, or with `errWithCause`, for errors that it cannot take (frozen ones, say) as well
 */
export function createErrorSerializer(errorCause: 'flat' | 'nested'): ErrorSerializer {
  const serialize = errorCause === 'nested' ? serializers.errWithCause : serializers.err;
  return (error) => {
    try {
      if (holdsTooMany(error, errorCause, new Set(), { errors: MAX_ERRORS })) return plainError(error);
      const serialized: unknown = serialize(error as Error);
      // A text that is no string makes it give the error back.
      if (typeof serialized !== 'object' || serialized === null || serialized === error)
        return plainError(error);
      addOtherCauses(serialized, errorCause);
      return serialized;
    } catch {
      return plainError(error);
    }
  };
}

/**
 * Whether pino would serialize more errors than can be told: one that stands in others is serialized in each of them.
 *
 * @param path the errors that this one stands in
 * @param room is counted down
 */
function holdsTooMany(
  error: object,
  errorCause: 'flat' | 'nested',
  path: Set<unknown>,
  room: { errors: number },
): boolean {
  if (--room.errors < 0) return true;
  const source = error as Readonly<Record<string, unknown>>;
  const { errors, cause } = source;
  path.add(error);
  const inner = Array.isArray(errors) ? errors.slice(0, MAX_ERRORS + 1) : [];
  if (errorCause === 'nested') inner.push(cause);
  for (const key in source) if (key !== 'cause') inner.push(source[key]);
  const tooMany = inner.some(
    (value) => isErrorLike(value) && !path.has(value) && holdsTooMany(value, errorCause, path, room),
  );
  path.delete(error);
  return tooMany;
}

/** Adds the causes that pino leaves out, those that are no errors, to an error and to the errors inside of it. */
function addOtherCauses(serialized: object, errorCause: 'flat' | 'nested'): void {
  const { raw, aggregateErrors } = serialized as {
    readonly raw?: unknown;
    readonly aggregateErrors?: unknown;
  };
  const inner = Array.isArray(aggregateErrors) ? aggregateErrors : [];
  for (const value of [...Object.values(serialized), ...inner]) {
    if (isPinoError(value)) addOtherCauses(value, errorCause);
  }
  if (Object.hasOwn(serialized, 'cause')) return;
  const cause = otherCause(raw, errorCause);
  if (cause !== undefined) setMember(serialized, 'cause', cause);
}

const pinoErrorPrototype: unknown = Object.getPrototypeOf(serializers.err(new Error()));

/** Whether a value is an error that pino's serializer has made a plain object of. */
function isPinoError(value: unknown): value is object {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === pinoErrorPrototype;
}

/** The cause of an error, where it is no error; of `flat` errors, that of the last error in the chain. */
function otherCause(error: unknown, errorCause: 'flat' | 'nested'): unknown {
  const seen = new Set<unknown>();
  let current = error;
  while (!seen.has(current)) {
    seen.add(current);
    const { cause } = current as { readonly cause?: unknown };
    if (!isErrorLike(cause)) return cause;
    if (errorCause === 'nested') return undefined;
    current = cause;
  }
  return undefined;
}

/** Members of an error that are read one by one, so that each may fail alone. */
function plainError(error: object): object {
  const source = error as Record<string, unknown>;
  const plain: Record<string, unknown> = Object.create(null);
  plain['type'] = attempt(() => (source['constructor'] as { name?: unknown } | undefined)?.name);
  plain['message'] = attempt(() => source['message']);
  plain['stack'] = attempt(() => source['stack']);
  for (const key of attempt(() => Object.keys(error)) ?? []) {
    plain[key] ??= attempt(() => source[key]);
  }
  plain['aggregateErrors'] ??= attempt(() => source['errors']);
  plain['cause'] ??= attempt(() => otherCause(error, 'nested'));
  return plain;
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
