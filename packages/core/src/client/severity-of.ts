import { type SeverityName, severity as severities } from '../message/severity.ts';

/** What a severity may be, in words. */
export const ALLOWED_SEVERITY = 'an integer from 0 to 7, or a name such as "warning"';

/** The number of a severity that is given by number or name; undefined if it is neither. */
export function severityOf(value: unknown): number | undefined {
  if (typeof value === 'number')
    return Number.isInteger(value) && value >= 0 && value <= 7 ? value : undefined;
  const isName = typeof value === 'string' && Object.hasOwn(severities, value);
  return isName ? severities[value as SeverityName] : undefined;
}
