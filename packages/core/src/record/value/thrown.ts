/**
 * The text that stands for a value which could not be read: a getter, `toJSON` or a proxy threw.
 *
 * @param error what was thrown; anything, a hostile object included
 * @returns `[Throws: TypeError]`
 */
export function describeThrown(error: unknown): string {
  return `[Throws: ${nameOf(error)}]`;
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
