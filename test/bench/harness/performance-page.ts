import { tableHead } from './figure.ts';

/**
 * Puts the rows of benches into the table of `docs/performance.md`. A row knows its bench by its last cell; those of
 * benches that were not measured stay as they are.
 *
 * @param measured rows by the name of their bench
 * @param order names of all benches
 * @throws Error if there is no such table
 */
export function withRows(
  page: string,
  measured: ReadonlyMap<string, readonly string[]>,
  order: readonly string[],
): string {
  const lines = page.split('\n');
  const head = tableHead().split('\n');
  const start = lines.findIndex((line) => line.startsWith('| what | of what | goal |'));
  if (start < 0) throw new Error('the page has no table of figures');
  const below = lines.slice(start + head.length);
  const length = below.findIndex((line) => !line.startsWith('|'));
  const old = below.slice(0, length);
  const rows = order.flatMap(
    (bench) => measured.get(bench) ?? old.filter((row) => row.endsWith(`| \`${bench}\` |`)),
  );
  return [...lines.slice(0, start), ...head, ...rows, ...below.slice(length)].join('\n');
}
