/** Edits (a letter added, removed or changed, two neighbours swapped) up to which a name is taken for a misspelling. */
const MAX_EDITS = 2;
/** Letters of a beginning that is taken for the whole name. */
const MIN_BEGINNING = 2;
/** Letters of an ending that stands for several names: `timeout` for `closeTimeout`. */
const MIN_ENDING = 4;
/** More names than this would not help. */
const MAX_SUGGESTED = 3;

/**
 * The names that an unknown option may have been meant to be, best first.
 *
 * @param known names that are allowed where it stands
 * @param elsewhere names with the section that they belong to: `queue.maxBytes`
 */
export function suggestedNames(
  name: string,
  known: readonly string[],
  elsewhere: readonly string[],
): readonly string[] {
  const nearest = nearestName(name, known);
  if (nearest !== undefined) return [nearest];
  const plain = name.replace(/[_-]/g, '').toLowerCase();
  const memberOf = (each: string): string => each.slice(each.lastIndexOf('.') + 1);
  const ending = plain.charAt(0).toUpperCase() + plain.slice(1);
  const candidates = [
    elsewhere.filter((each) => memberOf(each).toLowerCase() === plain),
    [...known, ...elsewhere].filter((each) => plain.length >= MIN_ENDING && memberOf(each).endsWith(ending)),
    elsewhere.filter((each) => plain.startsWith(each.slice(0, each.indexOf('.')).toLowerCase())),
  ];
  return candidates.find(({ length }) => length > 0 && length <= MAX_SUGGESTED) ?? [];
}

/**
 * The known name that `name` was most likely meant to be: at most two edits away, and one edit per three letters; else the
 * only one that begins with it.
 */
export function nearestName(name: string, known: Iterable<string>): string | undefined {
  let nearest: string | undefined;
  let fewest = MAX_EDITS + 1;
  const names = [...known];
  for (const candidate of names) {
    const edits = editDistance(name.toLowerCase(), candidate.toLowerCase());
    if (edits < fewest && edits * 3 <= name.length) {
      nearest = candidate;
      fewest = edits;
    }
  }
  return nearest ?? onlyOneBeginning(name, names);
}

function onlyOneBeginning(name: string, known: readonly string[]): string | undefined {
  if (name.length < MIN_BEGINNING) return undefined;
  const longer = known.filter((candidate) => candidate.toLowerCase().startsWith(name.toLowerCase()));
  return longer.length === 1 ? longer[0] : undefined;
}

/** Edit distance with swaps of neighbours (optimal string alignment), by the usual three rows. */
function editDistance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > MAX_EDITS) return MAX_EDITS + 1;
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const changed = a[row - 1] === b[column - 1] ? 0 : 1;
      let edits = Math.min(
        cell(last, column) + 1,
        cell(current, column - 1) + 1,
        cell(last, column - 1) + changed,
      );
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      if (swapped) edits = Math.min(edits, cell(beforeLast, column - 2) + 1);
      current.push(edits);
    }
    beforeLast = last;
    last = current;
  }
  return cell(last, b.length);
}

function cell(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY;
}
