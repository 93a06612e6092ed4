import { styleText } from 'node:util';
import type { CaseRow } from './fault-case.ts';

const columns = [
  ['case', 38],
  ['sent', 9],
  ['lost', 8],
  ['doubled', 8],
  ['after dedup', 12],
  ['peak MiB', 9],
  ['', 5],
  ['figure to reach', 0],
] as const;

/** The head of the table. */
export function tableHead(): string {
  const cells = columns.map(([title, width], index) => align(title, width, index));
  return styleText('bold', cells.join(' '));
}

/** One row, and under it what was missed and what is worth telling. */
export function tableRow(row: CaseRow): string {
  const { outcome } = row;
  const reached = isReached(row);
  const cells = [
    row.label,
    outcome.sent,
    outcome.lost,
    outcome.doubled,
    outcome.doubledAfterDeduplication,
    outcome.peakMemoryBytes === undefined ? '' : Math.round(outcome.peakMemoryBytes / 1024 / 1024),
    reached ? 'ok' : 'MISS',
    [...new Set(row.checks.map((check) => check.figure))].join(', '),
  ].map((cell, index) => align(String(cell), columns[index]?.[1] ?? 0, index));
  const missed = row.checks
    .filter((check) => !check.reached)
    .map(
      (check) => `    missed: ${check.figure}${check.measured === undefined ? '' : ` (${check.measured})`}`,
    );
  const line = reached ? cells.join(' ') : styleText('red', cells.join(' '));
  return [line, ...missed, ...(row.notes ?? []).map((note) => `    ${note}`)].join('\n');
}

/** True when all figures of a row were reached. */
export function isReached(row: CaseRow): boolean {
  return row.checks.every((check) => check.reached);
}

function align(text: string, width: number, index: number): string {
  return index === 0 || index >= columns.length - 2 ? text.padEnd(width) : text.padStart(width);
}
