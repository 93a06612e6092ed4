/** Whether the name of a header may be repeated in a line: `JSON.parse` would keep the last member of that name. */

/** Members deeper than this are not counted. */
const MAX_DEPTH = 8;

/**
 * Finds lines in which the name of a header occurs once more, behind the place where pino writes it. A nested member may well
 * have such a name, which needs no closer look: as many are expected as the parsed record has.
 *
 * @param line JSON of an object
 * @param record that object, parsed
 * @returns false only if no header's name is repeated
 */
type RepeatFinder = (line: string, record: object) => boolean;

/** Makes a function that finds repeated names. */
export function createRepeatFinder(keys: readonly string[]): RepeatFinder {
  const names = keys.map((key) => JSON.stringify(key).replace(/[$()*+.?[\\\]^{|}]/g, '\\$&'));
  const start = new RegExp(
    `\\{${names.map((name) => `(?:${name}:(?:[-\\d.]+|"[^"\\\\]*"),)?`).join('')}`,
    'y',
  );
  // Escaped letters may spell a name: no writer of JSON does that to ASCII, but a line may come from anywhere.
  const repeat = new RegExp(`(?:${names.join('|')})\\s*:|\\\\u00[2-7]`, 'g');
  // JSON may spell any other character in several ways.
  const canCount = keys.every((key) => /^[\w.@-]+$/.test(key));
  return (line, record) => {
    start.lastIndex = 0;
    repeat.lastIndex = start.test(line) ? start.lastIndex : 0;
    let found = 0;
    while (repeat.test(line)) found++;
    // Escaped letters, and names that are repeated within a nested object, make it more than there are below.
    return found > 0 && !(canCount && found === countBelow(record, keys, MAX_DEPTH));
  };
}

/** How many members below an object or an array have one of the names. */
function countBelow(holder: object, names: readonly string[], depth: number): number {
  if (depth === 0) return 0;
  let count = 0;
  for (const value of Object.values(holder) as unknown[]) {
    if (typeof value !== 'object' || value === null) continue;
    if (!Array.isArray(value)) for (const name of names) if (Object.hasOwn(value, name)) count++;
    count += countBelow(value, names, depth - 1);
  }
  return count;
}
