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
