import { type Spread, spreadOf } from './statistics.ts';

/** What a figure must reach. */
export interface Goal {
  readonly direction: 'at least' | 'at most';
  readonly limit: number;
}

/** One figure of the table: what each round measured. */
export interface Figure {
  /** What is measured. */
  readonly name: string;
  /** What it is compared with, if it is a ratio. */
  readonly of?: string;
  /** One value per round: a ratio of two measurements of that round, or a count. */
  readonly values: readonly number[];
  /** `x` for ratios. @default 'x' */
  readonly unit?: string;
  /** A figure without a goal informs, and cannot be missed. */
  readonly goal?: Goal;
}

/**
 * What became of a goal.
 *
 * - `pass` the median reaches it
 * - `noise` the median does not, but the better quartile of the rounds does: this run cannot tell
 * - `miss` not even the better quartile reaches it
 */
export type Verdict = 'pass' | 'noise' | 'miss';

/** @returns undefined for a figure without a goal */
export function verdictOn({ values, goal }: Figure): Verdict | undefined {
  if (goal === undefined) return undefined;
  const { lower, median, upper } = spreadOf(values);
  if (reaches(goal, median)) return 'pass';
  return reaches(goal, goal.direction === 'at least' ? upper : lower) ? 'noise' : 'miss';
}

function reaches({ direction, limit }: Goal, value: number): boolean {
  return direction === 'at least' ? value >= limit : value <= limit;
}

/**
 * The row of a figure in the table of {@link tableHead}.
 *
 * @param bench its name: what `--only` takes to repeat it
 */
export function tableRow(figure: Figure, bench: string): string {
  const { goal, unit = 'x', values } = figure;
  const { lower, median, upper }: Spread = spreadOf(values);
  const format = (value: number): string => `${formatNumber(value)}${unit === '' ? '' : ` ${unit}`}`;
  return row([
    figure.name,
    figure.of ?? '',
    goal === undefined ? '' : `${goal.direction} ${format(goal.limit)}`,
    format(median),
    `${formatNumber(lower)} to ${formatNumber(upper)}`,
    verdictOn(figure) ?? '',
    `\`${bench}\``,
  ]);
}

/** Head of the table of figures, in Markdown. It is the table of `docs/performance.md`. */
export function tableHead(): string {
  return `${row(['what', 'of what', 'goal', 'median', 'quartiles', '', '`--only`'])}\n|---|---|---|---|---|---|---|`;
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

function formatNumber(value: number): string {
  if (Number.isInteger(value)) return value.toLocaleString('en');
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}
