/**
 * The text that stands for a value which could not be read: a getter, `toJSON` or a proxy threw.
 *
 * @param error what was thrown; anything, a hostile object included
 * @param stage what was done to the value, if it was not read
 * @returns `[Throws: TypeError]`, `[Throws: TypeError in transform]`
 */
export function describeThrown(error: unknown, stage?: string): string {
  return stage === undefined ? `[Throws: ${nameOf(error)}]` : `[Throws: ${nameOf(error)} in ${stage}]`;
}

/**
 * The same with the place in the code that threw, for whoever looks after the application: `[Throws: TypeError] at mask
 * (file:///app/log.mjs:7:9)`. The message is left out, because it may hold data.
 */
export function describeThrownAt(error: unknown): string {
  return `${describeThrown(error)}${placeOf(error)}`;
}

/** Characters of a place that are shown at most. */
const MAX_PLACE = 300;

/** The first line of a stack, with a space before it; empty unless the stack is the usual one: anything may be in another. */
function placeOf(error: unknown): string {
  try {
    const { stack, message } = error as { readonly stack?: unknown; readonly message?: unknown };
    if (typeof stack !== 'string' || typeof message !== 'string') return '';
    const end = message === '' ? '\n' : `: ${message}\n`;
    const nameLength = stack.indexOf(end);
    if (nameLength < 0 || !/^[\w$.]+(?: \[\w+\])?$/.test(stack.slice(0, nameLength))) return '';
    const [line = ''] = stack.slice(nameLength + end.length).split('\n', 1);
    return line.length <= MAX_PLACE && /^ +at .+:\d+:\d+\)?$/.test(line) ? ` ${line.trim()}` : '';
  } catch {
    // Not an object, or a hostile one.
    return '';
  }
}

function nameOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return typeof error;
  try {
    const { name } = error as { readonly name?: unknown };
    if (typeof name === 'string' && name !== '') return name.slice(0, 64);
  } catch {
    // An error whose name throws is hostile; that it threw is what counts.
  }
  return 'object';
}
