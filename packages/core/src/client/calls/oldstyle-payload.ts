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
  return joinLines(all.length === 1 ? '' : print(all.slice(0, -1)), stackOf(last));
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
  const context = loneValueContext('flat', MAX_STACK);
  const members = context.serializeError(error, context) as Readonly<Record<string, unknown>>;
  const { stack, type, message } = members;
  return typeof stack === 'string' && stack !== '' ? stack : print([`${String(type)}: ${String(message)}`]);
}
