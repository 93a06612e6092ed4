import { types } from 'node:util';
import { HekaError } from '../errors.ts';
import type { Matcher } from '../matcher/compiled-matcher.ts';
import { createMatcher } from '../matcher/create-matcher.ts';
import { wrongOption } from '../options/option-error.ts';
import { OPTION_TABLE } from '../options/option-table.ts';

/** Allowed values, in words. */
const ALLOWED = OPTION_TABLE.filter.kind.allowed;

/**
 * Checks what was given as the option `filter`.
 *
 * @param value see {@link FilterOption}
 * @param name of the option, for errors
 * @returns the filters as functions, in order
 * @throws HekaError `INVALID_OPTION`; for a text that is not a matcher it has the `position`, and says what is wrong
 */
export function readFilter(value: unknown, name = 'filter'): readonly Matcher[] {
  if (Array.isArray(value)) {
    return value.map((filter: unknown, index) => readOne(filter, `${name}[${index}]`));
  }
  return [readOne(value, name)];
}

function readOne(filter: unknown, name: string): Matcher {
  if (typeof filter === 'string') return readText(filter, name);
  if (typeof filter !== 'function') throw wrongOption(name, filter, ALLOWED);
  if (types.isAsyncFunction(filter)) {
    throw wrongOption(name, filter, `${ALLOWED}; an async function answers too late`);
  }
  return filter as Matcher;
}

function readText(text: string, name: string): Matcher {
  try {
    return createMatcher(text);
  } catch (error) {
    const { message, position } = error as HekaError;
    const problem = message.replace(/^INVALID_MATCHER: /, '');
    throw new HekaError('INVALID_OPTION', `option "${name}" is not a matcher: ${problem}`, error, position);
  }
}
