/**
 * Errors as plain objects, with the members that `pino-std-serializers` gives them: what pino writes for an error is what
 * one has that comes through winston.
 *
 * | member | is |
 * |---|---|
 * | `type` | the name of the class |
 * | `message`, `stack` | the error's own; `flat` errors have those of their causes behind them |
 * | `aggregateErrors` | `errors`, if that is an array |
 * | `cause` | the cause: of `nested` errors any, of `flat` errors one at the end of the chain that is not an error |
 * | any other | own and inherited enumerable members; constants of the class (`DOMException.ABORT_ERR`) are left out |
 *
 * An error in a member is left as it is, and becomes an object when its turn comes: so a thousand errors that refer to
 * each other cost no more than what is shown of them.
 */

import { types } from 'node:util';
import { firstElements } from './containers.ts';
import { setMember } from './members.ts';
import { describeThrown } from './thrown.ts';
import type { ValueContext } from './value-context.ts';

/** Causes whose messages and stacks are joined at most. */
const MAX_CAUSES = 1000;

/** Bytes of a message that an error in a list takes at least: `null`, and a comma. */
const LISTED_BYTES = 5;

/** Units of effort for each error, and for each cause. */
const ERROR_UNITS = 32;

/** Turns an Error into a plain object, see {@link createErrorSerializer}. */
export type ErrorSerializer = (error: object, context: ValueContext) => object;

/** An error, or what has the form of one. */
type Source = Readonly<Record<string, unknown>>;

/** Whether a value is an Error, of this realm or another one. */
export function isError(value: object): boolean {
  // Most objects are plain, and `isNativeError` is a call into native code.
  if (Object.getPrototypeOf(value) === Object.prototype) return false;
  return types.isNativeError(value) || value instanceof Error;
}

/** Whether pino takes a value for an error: it has a text as `message`. */
export function isErrorLike(value: unknown): value is object {
  return typeof value === 'object' && value !== null && typeof (value as Source)['message'] === 'string';
}

/** An error that is a plain object already. */
export class SerializedError {
  readonly members: object;

  constructor(members: object) {
    this.members = members;
  }
}

/**
 * @param errorCause `flat` joins the messages and stacks of causes to the error's own, `nested` keeps causes as members
 * @returns a function that never throws: an error which cannot be read as a whole is read member by member
 */
export function createErrorSerializer(errorCause: 'flat' | 'nested'): ErrorSerializer {
  return (error, context) => {
    try {
      if (typeof (error as Source)['message'] !== 'string') return plainError(error);
      return readError(error as Source, errorCause, context, [error]);
    } catch {
      return plainError(error);
    }
  };
}

/**
 * @param path the error, below those that it is read for
 * @throws whatever a getter or a proxy throws
 */
function readError(
  error: Source,
  errorCause: 'flat' | 'nested',
  context: ValueContext,
  path: readonly unknown[],
): object {
  context.effort.spend(ERROR_UNITS);
  const isFlat = errorCause === 'flat';
  const cause = isFlat ? causeOf(error) : undefined;
  const inner = (value: unknown): unknown => readInside(value, errorCause, context, path);
  const members: Record<string, unknown> = {
    type: typeOf(error),
    message: cause === undefined ? error['message'] : joinedMessages(error, context),
    stack: cause === undefined ? stackOf(error, isFlat) : joinedStacks(error, context),
  };
  const { errors } = error;
  if (Array.isArray(errors)) members['aggregateErrors'] = firstErrors(errors, context).map(inner);
  if (!isFlat && isErrorLike(error['cause']) && !isOuterError(error['cause'], context, path)) {
    members['cause'] = inner(error['cause']);
  }
  for (const key in error) {
    if (isTaken(members, key) || isConstant(error, key)) continue;
    const value = error[key];
    if (isFlat && key === 'cause' && isErrorLike(value)) continue;
    setDefined(members, key, isOuterError(value, context, path) ? undefined : inner(value));
  }
  if (error['cause'] !== undefined && members['cause'] === undefined) {
    setDefined(members, 'cause', lastCause(error, isFlat));
  }
  return members;
}

/** As many of the errors in a list as a message has room for. */
function firstErrors(errors: readonly unknown[], { room, effort }: ValueContext): readonly unknown[] {
  const limit = Math.floor(room / LISTED_BYTES);
  if (errors.length > limit) effort.hasOmitted = true;
  return firstElements(errors, limit);
}

/** A member of an error: what only has the form of an error is one in here, and nowhere else. */
function readInside(
  value: unknown,
  errorCause: 'flat' | 'nested',
  context: ValueContext,
  path: readonly unknown[],
): unknown {
  if (!isErrorLike(value) || isError(value) || context.effort.isSpent) return value;
  // Left as it is, it is shown as circular.
  if (path.includes(value)) return value;
  return readError(value as Source, errorCause, context, [...path, value]);
}

/** An error is not a member of one that it stands in. */
function isOuterError(value: unknown, context: ValueContext, path: readonly unknown[]): boolean {
  return isErrorLike(value) && (path.includes(value) || context.isAncestor(value));
}

/** Whether a name has a value already, or is one that pino's own object has. */
function isTaken(members: Source, key: string): boolean {
  return key === 'raw' || members[key] !== undefined;
}

/** Whether a member is a constant of the error's class: a number with a name in capitals, and not the error's own. */
function isConstant(error: Source, key: string): boolean {
  return (
    beginsWithCapital(key) &&
    /^[\dA-Z_]+$/.test(key) &&
    !Object.hasOwn(error, key) &&
    typeof error[key] === 'number'
  );
}

function beginsWithCapital(key: string): boolean {
  const code = key.charCodeAt(0);
  return code >= 0x41 && code <= 0x5a;
}

function setDefined(members: object, key: string, value: unknown): void {
  if (value !== undefined) setMember(members, key, value);
}

/** The stack of an error without causes; as pino has it, a `flat` error has one in any case. */
function stackOf({ stack }: Source, isFlat: boolean): unknown {
  return isFlat ? stack || '' : stack;
}

function typeOf(error: Source): unknown {
  const constructor = error['constructor'];
  const isFunction = Object.prototype.toString.call(constructor) === '[object Function]';
  return isFunction ? (constructor as { readonly name: unknown }).name : error['name'];
}

/** The cause of an error, if that is an error as well. It may be a function, as verror has it. */
function causeOf(error: Source): Source | undefined {
  const { cause } = error;
  const value: unknown = typeof cause === 'function' ? Reflect.apply(cause, error, []) : cause;
  return isErrorLike(value) ? (value as Source) : undefined;
}

function joinedMessages(error: Source, context: ValueContext): string {
  // A VError has the message of its cause in its own.
  const isVError = (source: Source): boolean => typeof source['cause'] === 'function';
  let hides = false;
  let text = '';
  eachInChain(error, context, (current, isRepeated, hasCause) => {
    text += hides ? '' : textOf(current['message']);
    if (isRepeated) text += ': ...';
    else if (hasCause && !isVError(current)) text += ': ';
    hides = isVError(current);
    return text.length;
  });
  return text;
}

function joinedStacks(error: Source, context: ValueContext): string {
  let text = '';
  eachInChain(error, context, (current, isRepeated, hasCause) => {
    text += textOf(current['stack']);
    if (isRepeated) text += '\ncauses have become circular...';
    else if (hasCause) text += '\ncaused by: ';
    return text.length;
  });
  return text;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/**
 * Walks along the causes of an error, until there are no more, one comes again, or the text is as long as a message.
 *
 * @param visit returns the length of the text
 */
function eachInChain(
  error: Source,
  { room, effort }: ValueContext,
  visit: (current: Source, isRepeated: boolean, hasCause: boolean) => number,
): void {
  const seen = new Set<Source>();
  let current: Source | undefined = error;
  while (current !== undefined) {
    const isRepeated = seen.has(current);
    seen.add(current);
    const cause: Source | undefined = isRepeated ? undefined : causeOf(current);
    const length = visit(current, isRepeated, cause !== undefined);
    if (cause !== undefined && (length > room || seen.size > MAX_CAUSES || !effort.spend(ERROR_UNITS))) {
      effort.hasOmitted = true;
      return;
    }
    current = cause;
  }
}

/** The cause that is not an error: the error's own, or of `flat` errors that of the last error in the chain. */
function lastCause(error: Source, isFlat: boolean): unknown {
  const seen = new Set<unknown>();
  let current: Source = error;
  while (!seen.has(current) && seen.size <= MAX_CAUSES) {
    seen.add(current);
    const { cause } = current;
    if (!isErrorLike(cause)) return cause;
    if (!isFlat) return undefined;
    current = cause as Source;
  }
  return undefined;
}

/** The members of an error that are read one by one, so that each may fail alone, and says so. */
function plainError(error: object): object {
  const source = error as Source;
  const plain: Record<string, unknown> = Object.create(null);
  plain['type'] = attempt(() => (source['constructor'] as { name?: unknown } | undefined)?.name);
  plain['message'] = attempt(() => source['message']);
  plain['stack'] = attempt(() => source['stack']);
  for (const key of keysOf(error)) plain[key] ??= attempt(() => source[key]);
  plain['aggregateErrors'] ??= attempt(() => source['errors']);
  plain['cause'] ??= attempt(() => source['cause']);
  return plain;
}

function keysOf(error: object): readonly string[] {
  try {
    return Object.keys(error);
  } catch {
    // A proxy: its other members say that it throws.
    return [];
  }
}

function attempt(read: () => unknown): unknown {
  try {
    return read();
  } catch (error) {
    return describeThrown(error);
  }
}
