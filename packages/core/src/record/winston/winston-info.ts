/**
 * What a winston `info` says, where it is not simply a text with members beside it.
 *
 * winston alters what an application logs before a transport sees it. This undoes it, so that the record is what
 * pino would have been given:
 *
 * | call | `info` | gives |
 * |---|---|---|
 * | `error(err)` | the Error itself, with `level` and `defaultMeta` written onto it | payload its message, `err` |
 * | `child.error(err)`, `format.errors({ stack: true })` | members, `message` and `stack` of the Error | the same, from its text |
 * | `error('msg', err)` | `message: 'msg its message'`, its members and `stack` | payload `msg`, `err` |
 * | `info('msg', { message: 'x' })` | `message: 'msg x'` | payload `msg`, field `message` |
 * | `info({ a: 1 })` | `message: { a: 1 }` | no payload, field `a` |
 * | `info('%s', 'x', { a: 1 })` | unformatted, arguments in `Symbol.for('splat')` | payload `x`, field `a` |
 * | `info('msg', { a: 1 }, { b: 2 })` | `b` only in `Symbol.for('splat')` | both |
 * | any, with `format.metadata()` | members inside `metadata` | members |
 */

import { payloadOf } from '../record-writer.ts';
import { OBJECT_UNITS } from '../value/effort.ts';
import { isError, isErrorLike, SerializedError } from '../value/error-object.ts';
import { copyEach, copyInto, newMembers, setMember } from '../value/members.ts';
import { describeThrown } from '../value/thrown.ts';
import type { ValueContext } from '../value/value-context.ts';
import { countPlaceholders, formatText, hasPlaceholder, isFormatted, isInText } from './format-text.ts';

const SPLAT = Symbol.for('splat');

const SPACE = 0x20;

/** Bytes of a message that a member takes at least. */
const MEMBER_BYTES = 4;

/** Members that winston or its formats write onto an Error that is logged alone. */
const WRITTEN_ONTO_ERRORS = new Set(['timestamp', 'label', 'ms']);

type Members = Record<string, unknown>;

/** An info, unfolded. */
export interface UnfoldedInfo {
  /** The message as text; undefined where there is none. */
  payload: string | undefined;
  /** Everything else, without winston's own `level` and `message`. */
  readonly members: Members;
}

/** What is needed to unfold. */
export interface UnfoldContext {
  readonly errorKey: string;
  readonly values: ValueContext;
  /** The logger's `defaultMeta`, which is in each info. */
  readonly defaults: object | undefined;
}

/**
 * Whether an info is a text with members beside it, that can be read as it stands.
 *
 * @param message its `message`
 * @param room characters of the text that count
 */
export function isPlainInfo(
  info: Readonly<Record<PropertyKey, unknown>>,
  message: unknown,
  room: number,
): boolean {
  if (typeof message !== 'string' || info['stack'] !== undefined || info['metadata'] !== undefined)
    return false;
  const splat = info[SPLAT];
  if (splat === undefined) return true;
  if (!Array.isArray(splat) || splat.length > 1) return false;
  if (splat.length === 0) return true;
  if (beginningOf(message, room).includes('%')) return false;
  const meta: unknown = splat[0];
  if (typeof meta !== 'object' || meta === null) return true;
  if ((meta as { readonly message?: unknown }).message) return false;
  // Most are plain, and telling an Error costs as much as a field.
  return meta.constructor === Object || !isError(meta);
}

/** Unfolds an info that {@link isPlainInfo} is not true for. */
export function unfoldInfo(info: object, context: UnfoldContext): UnfoldedInfo {
  if (isError(info)) return unfoldError(info, context);
  const source = info as Readonly<Record<PropertyKey, unknown>>;
  const { message } = source;
  if (typeof message === 'string') return unfoldText(source, message, context);
  const unfolded: UnfoldedInfo = { payload: payloadOf(message), members: ownMembers(source) };
  if (typeof message !== 'object' || message === null) return unfolded;
  if (isError(message)) addError(unfolded.members, message, context);
  else copyInto(unfolded.members, message, maxMembers(context));
  // An error among the members gives the text where there is no other, as pino has it.
  const error = isError(message) ? message : unfolded.members[context.errorKey];
  if (isErrorLike(error)) unfolded.payload = payloadOf((error as { readonly message?: unknown }).message);
  return unfolded;
}

/** An Error that was logged alone: winston has written onto it. */
function unfoldError(error: object, context: UnfoldContext): UnfoldedInfo {
  const defaults = (context.defaults ?? {}) as Members;
  const members = newMembers();
  const own = newMembers();
  const serialized = context.values.serializeError(error, context.values) as Members;
  for (const key of Object.keys(serialized)) {
    const value = serialized[key];
    if (key === 'level') continue;
    const isWritten =
      WRITTEN_ONTO_ERRORS.has(key) || (Object.hasOwn(defaults, key) && defaults[key] === value);
    setMember(isWritten ? members : own, key, value);
  }
  setMember(members, context.errorKey, new SerializedError(own));
  return { payload: payloadOf((error as { readonly message?: unknown }).message), members };
}

function unfoldText(
  source: Readonly<Record<PropertyKey, unknown>>,
  message: string,
  context: UnfoldContext,
): UnfoldedInfo {
  const given: unknown = source[SPLAT];
  const splat: readonly unknown[] = Array.isArray(given) ? given : [];
  const beginning = beginningOf(message, context.values.room);
  if (splat.length > 0 && hasPlaceholder(beginning)) return unfoldFormat(source, beginning, splat, context);
  const members = ownMembers(source);
  const [meta] = splat;
  if (!isObject(meta)) {
    if (splat.length === 0) restoreError(members, message, context);
    addArguments(members, splat, context, beginning);
    return { payload: message, members };
  }
  const joined = joinedLength(message, (meta as Members)['message'], context.values.room);
  // format.splat() has put it into the text then.
  if (!isMerged(members, meta, joined > 0)) return { payload: message, members };
  const payload = joined > 0 ? message.slice(0, -joined) : message;
  const surplus = splat.slice(1);
  if (isError(meta)) {
    const rest = withoutMembersOf(members, meta as Members);
    addError(rest, meta, context);
    addArguments(rest, surplus, context, beginningOf(payload, context.values.room));
    return { payload, members: rest };
  }
  const whole = joined > 0 ? ownMembers(source, (meta as Members)['message']) : members;
  addArguments(whole, surplus, context, beginningOf(payload, context.values.room));
  return { payload, members: whole };
}

/** What of a text can be in a message. */
function beginningOf(text: string, room: number): string {
  return text.length > room ? text.slice(0, room) : text;
}

/**
 * How many characters winston has added to a text, for the `message` of the first argument.
 *
 * @param room characters of the argument's text that are compared at most
 */
function joinedLength(text: string, added: unknown, room: number): number {
  const ending = payloadOf(added);
  if (!added || ending === undefined) return 0;
  if (text.charCodeAt(text.length - ending.length - 1) !== SPACE) return 0;
  return text.endsWith(ending.slice(-room)) ? ending.length + 1 : 0;
}

/**
 * Puts arguments into a text with placeholders, and takes the surplus ones for members.
 *
 * @param message no longer than a message
 */
function unfoldFormat(
  source: Readonly<Record<PropertyKey, unknown>>,
  message: string,
  splat: readonly unknown[],
  context: UnfoldContext,
): UnfoldedInfo {
  // format.splat() has done it already.
  if (isFormatted(message, splat, context.values)) return { payload: message, members: ownMembers(source) };
  const taken = countPlaceholders(message);
  const payload = formatText(message, splat.slice(0, taken), context.values);
  const surplus = splat.slice(taken);
  const alone = surplus.length === 1 && hasOnlyMessage(source) ? copyOfSmall(surplus[0]) : undefined;
  // As most calls have it; there is nothing to put together.
  if (alone !== undefined) return { payload, members: alone };
  const members = ownMembers(source);
  addArguments(members, surplus, context);
  return { payload, members };
}

/** Members of an object that are copied in one go. */
const SMALL = 64;

/**
 * A copy of an ordinary object with a few members, all of which can be read: each getter is asked once, for a header as for a
 * field.
 *
 * @returns undefined for any other value
 */
function copyOfSmall(value: unknown): Members | undefined {
  try {
    if (!isObject(value) || Object.getPrototypeOf(value) !== Object.prototype) return undefined;
    let members = 0;
    for (const _key in value) if (++members > SMALL) return undefined;
    return { ...value };
  } catch {
    // A getter throws, or a proxy refuses.
    return undefined;
  }
}

/** Whether an info has no members beside winston's own two. */
function hasOnlyMessage(source: object): boolean {
  for (const key in source) if (key !== 'level' && key !== 'message') return false;
  return true;
}

/**
 * Adds the arguments of a log call that are objects.
 *
 * @param text may have some of them in it: `format.splat()` leaves those where they were
 */
function addArguments(
  members: Members,
  values: readonly unknown[],
  context: UnfoldContext,
  text?: string,
): void {
  const { effort } = context.values;
  for (const value of values) {
    if (!isObject(value)) continue;
    if (!effort.spend(OBJECT_UNITS)) {
      effort.hasOmitted = true;
      return;
    }
    try {
      if (text !== undefined && isInText(text, value, context.values)) continue;
      if (isError(value)) addError(members, value, context);
      else copyInto(members, value, maxMembers(context));
    } catch (error) {
      addApart(members, 'argument', describeThrown(error));
    }
  }
}

/** Members of one argument that a message can show. */
function maxMembers({ values }: UnfoldContext): number {
  return Math.floor(values.room / MEMBER_BYTES);
}

function addError(members: Members, error: object, { errorKey }: UnfoldContext): void {
  addApart(members, errorKey, error);
}

/** Adds a member under a name that none has yet. */
function addApart(members: Members, key: string, value: unknown): void {
  let free = key;
  while (Object.hasOwn(members, free)) free += '_';
  setMember(members, free, value);
}

/** Whether winston has copied the members of its first argument into the info. */
function isMerged(members: Members, meta: object, isJoined: boolean): boolean {
  const source = meta as Members;
  if (isError(meta))
    return isJoined || (source['stack'] !== undefined && members['stack'] === source['stack']);
  const ownKeys = Object.keys(meta).filter((key) => key !== 'level' && key !== 'message');
  return ownKeys.every((key) => Object.hasOwn(members, key) && Object.is(members[key], source[key]));
}

function withoutMembersOf(members: Members, error: Members): Members {
  const rest = newMembers();
  for (const key of Object.keys(members)) {
    const isCopied =
      (Object.hasOwn(error, key) || key === 'stack' || key === 'cause') && members[key] === error[key];
    if (!isCopied) setMember(rest, key, members[key]);
  }
  return rest;
}

/**
 * Finds the Error that winston's children and `format.errors({ stack: true })` leave only `message` and `stack` of,
 * and puts it in the place of `stack`. Its class is known by what the stack begins with.
 */
function restoreError(members: Members, message: string, { errorKey, values }: UnfoldContext): void {
  const { stack, cause } = members;
  if (typeof stack !== 'string' || Object.hasOwn(members, errorKey)) return;
  const match = /^([$A-Z_a-z][$.\w]*)(?: \[[^\]]*\])?(?:: ([^]*))?$/.exec(headOf(stack, message));
  if (match === null || (match[2] ?? '') !== message) return;
  const serialized = values.serializeError({ message, stack, cause }, values) as Members;
  const error = new SerializedError({ ...serialized, type: match[1] });
  const entries = Object.entries(members);
  for (const [key, value] of entries) {
    delete members[key];
    if (key === 'stack') setMember(members, errorKey, error);
    else if (key !== 'cause') setMember(members, key, value);
  }
}

/** What a stack begins with before its first line of places. */
function headOf(stack: string, message: string): string {
  const end = stack.indexOf('\n', Math.max(0, stack.indexOf(message)) + message.length);
  return end < 0 ? stack : stack.slice(0, end);
}

/**
 * The members of an info, those inside the `metadata` of `format.metadata()` at its place.
 *
 * @param message takes the place of `message`; without it there is none
 */
function ownMembers(source: Readonly<Record<PropertyKey, unknown>>, message?: unknown): Members {
  const members = newMembers();
  let behind = 0;
  copyEach(source, (key, value) => {
    if (key === 'level' || key === 'message') {
      behind++;
      if (key === 'message' && message !== undefined) setMember(members, key, message);
    } else if (key === 'metadata' && behind === 2 && isObject(value)) {
      // Only format.metadata() puts it behind winston's own two.
      copyInto(members, value);
    } else {
      setMember(members, key, value);
    }
  });
  return members;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
