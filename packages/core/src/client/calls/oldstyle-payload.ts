import { format, types } from 'node:util';
import { loneValueContext } from '../../record/value/lone-value-context.ts';
import { describeThrown } from '../../record/value/thrown.ts';

/** Characters of a stack, with those of its causes. */
const MAX_STACK = 64 * 1024;

/** The payload of a level method: the arguments in one text, then the stack of an Error that comes last. */
export function oldstylePayload(message: unknown, args: readonly unknown[]): string {
  const all = [message, ...args];
  const last = all.at(-1);
  if (!types.isNativeError(last)) return print(all);
  const before = all.slice(0, -1);
  if (before.length === 0) return stackOf(last);
  // With a placeholder left for it, the error stands in the text too.
  const isInText = placeholdersIn(message) >= before.length;
  return joinLines(print(isInText ? [...before, headOf(last)] : before), stackOf(last));
}

/** How many arguments a message takes. */
function placeholdersIn(message: unknown): number {
  return typeof message === 'string' ? (message.replaceAll('%%', '').match(/%[sdifjoOc]/g)?.length ?? 0) : 0;
}

/** The payload for an error with a message of its own, or without. */
export function exceptionPayload(error: unknown, message: string | undefined): string {
  return joinLines(message ?? '', types.isNativeError(error) ? stackOf(error) : print([error]));
}

/** As heka-py has it: a message that ends with a line break gets no second one. */
function joinLines(message: string, stack: string): string {
  return message === '' || message.endsWith('\n') ? message + stack : `${message}\n${stack}`;
}

function print(values: readonly unknown[]): string {
  try {
    return format(...values);
  } catch (error) {
    // Something refused to be printed.
    return describeThrown(error);
  }
}

/** The stack of an error, and behind it those of its causes. */
function stackOf(error: Error): string {
  const { stack } = serialized(error);
  return typeof stack === 'string' && stack !== '' ? stack : headOf(error);
}

/** An error without its stack, with the messages of its causes: `TypeError: no number: too far`. */
function headOf(error: Error): string {
  const { type, message } = serialized(error);
  return `${String(type)}: ${String(message)}`;
}

/** What is known of an error; whatever it is, reading it does not throw. */
function serialized(error: Error): Readonly<Record<string, unknown>> {
  const context = loneValueContext('flat', MAX_STACK);
  return context.serializeError(error, context) as Readonly<Record<string, unknown>>;
}
