import slowRedact from '@pinojs/redact';
import type { Censor } from '../../options/option-values.ts';
import type { RedactRules } from './read-redact.ts';
import { type PathTree, pathTree, readable } from './readable-paths.ts';

/** The record's name while it is redacted: the library adds a member of its own beside it. */
const RECORD = 'record';

/** Gives a copy of a record without what must not be sent; the record stays as it is. */
export type Redactor = (record: object) => object;

/**
 * Redacts as pino does, by pino's own library.
 *
 * The library looks at own members. What stands behind an Error, a Map, a Set or a `toJSON` is made readable first, along
 * the paths only.
 */
export function createRedactor({ paths, censor, remove }: RedactRules): Redactor {
  const tree: PathTree = pathTree(paths);
  const redact = slowRedact({
    paths: paths.map((path) => (path.startsWith('[') ? `${RECORD}${path}` : `${RECORD}.${path}`)),
    censor: typeof censor === 'function' ? withoutRecord(censor) : censor,
    remove,
    serialize: false,
  });
  return (record) => {
    const whole: unknown = redact({ [RECORD]: readable(record, tree, '') });
    return (whole as { readonly [RECORD]: object })[RECORD];
  };
}

/** The library says the path of a value as well, which its types do not know. */
function withoutRecord(
  censor: Exclude<Censor, string>,
): (value: unknown, path?: readonly string[]) => unknown {
  return (value, path = []) => censor(value, path.slice(1));
}
