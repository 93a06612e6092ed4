/** Severity by name: syslog's eight names, and the other spellings in common use. */
export const severity = Object.freeze({
  emergency: 0,
  emerg: 0,
  panic: 0,
  alert: 1,
  critical: 2,
  crit: 2,
  fatal: 2,
  error: 3,
  err: 3,
  warning: 4,
  warn: 4,
  notice: 5,
  info: 6,
  informational: 6,
  debug: 7,
});

/** A name in {@link severity}. */
export type SeverityName = keyof typeof severity;

const NAMES = ['emergency', 'alert', 'critical', 'error', 'warning', 'notice', 'info', 'debug'] as const;

/**
 * The name of a severity.
 *
 * @param number 0 to 7
 * @returns `emergency` to `debug`; any other number as decimal text
 */
export function severityName(number: number): string {
  return NAMES[number] ?? String(number);
}
