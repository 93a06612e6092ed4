import { types } from 'node:util';
import serializers from 'pino-std-serializers';
import { copyInto } from './members.ts';

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
 *   causes as members
 * @returns what pino does by default, or with `errWithCause`, for errors that it cannot take (frozen ones, say) as well
 */
export function createErrorSerializer(errorCause: 'flat' | 'nested'): ErrorSerializer {
  const serialize = errorCause === 'nested' ? serializers.errWithCause : serializers.err;
  return (error) => {
    try {
      const serialized: unknown = serialize(error as Error);
      // A text that is no string makes it give the error back.
      return typeof serialized === 'object' && serialized !== null && serialized !== error
        ? serialized
        : plainError(error);
    } catch {
      return plainError(error);
    }
  };
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
  return plain;
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
