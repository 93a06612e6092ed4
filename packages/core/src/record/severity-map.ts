/**
 * Severity of a level: by the option `severities` first, then by a name that is known, then by the number
 * (pino) or by the rank among the logger's levels (winston).
 */

import { severity } from '../message/severity.ts';

/** Severity where a record has no level, or one that says nothing. */
export const UNKNOWN_SEVERITY = 6;

/** Names of levels in lower case, as winston's npm, cli and syslog levels, pino and syslog itself have them. */
const SEVERITY_BY_NAME: ReadonlyMap<string, number> = new Map<string, number>([
  ...Object.entries(severity),
  ['help', 5],
  ['data', 5],
  ['http', 6],
  ['prompt', 7],
  ['verbose', 7],
  ['input', 7],
  ['silly', 7],
  ['trace', 7],
]);

/** The severity of a level by its name, in any case; undefined for a name that says nothing. */
export function severityOfName(name: string): number | undefined {
  return SEVERITY_BY_NAME.get(name.toLowerCase());
}

/** The severity of a level of pino's by its number: the band it lies in, from `fatal` (60) down. */
export function severityOfNumber(number: number): number {
  if (number >= 60) return 2;
  if (number >= 50) return 3;
  if (number >= 40) return 4;
  return number >= 30 ? 6 : 7;
}

/** The most severe number that a rank alone can give: who calls a level `high` does not mean that the system is unusable. */
const MOST_SEVERE_RANK = 2;

const LEAST_SEVERE_RANK = 7;

/**
 * Severities of a logger's own levels. Levels whose names are known have theirs; the others lie evenly between
 * their neighbours that have one, and at the ends between 2 and 7.
 *
 * @param levels rank by name, the smallest number the most severe
 */
export function severitiesByRank(levels: Readonly<Record<string, number>>): ReadonlyMap<string, number> {
  const names = Object.keys(levels).toSorted((one, other) => (levels[one] ?? 0) - (levels[other] ?? 0));
  const known = names.map(severityOfName);
  return new Map(names.map((name, index) => [name, known[index] ?? betweenNeighbours(known, index)]));
}

function betweenNeighbours(known: readonly (number | undefined)[], index: number): number {
  let before = index;
  while (before >= 0 && known[before] === undefined) before--;
  let after = index;
  while (after < known.length && known[after] === undefined) after++;
  const least = known[after] ?? Math.max(LEAST_SEVERE_RANK, known[before] ?? 0);
  const most = known[before] ?? Math.min(MOST_SEVERE_RANK, least);
  const from = Math.max(before, 0);
  const to = Math.min(after, known.length - 1);
  const share = to === from ? 0.5 : (index - from) / (to - from);
  return Math.round(most + (least - most) * share);
}
