import { describeValue } from '../options/describe-value.ts';
import { nearestName } from '../options/nearest-name.ts';
import { describeThrown } from '../record/value/thrown.ts';
import type { FlushOptions } from './delivery.ts';

/** What a user may give. */
const FLUSH_OPTIONS: readonly (keyof FlushOptions)[] = ['timeout', 'unreachableTimeout', 'until'];

/**
 * Reads what `flush()` and `close()` were called with. They never throw: what is wrong is reported and left out.
 *
 * @param warn called for each wrong value, with what is allowed
 */
export function readFlushOptions(raw: unknown, warn: (text: string) => void): FlushOptions {
  if (raw === undefined) return {};
  if (typeof raw !== 'object' || raw === null) {
    warn(
      `flush and close were called with ${describeValue(raw)}, allowed: an object such as { timeout: 1000 }`,
    );
    return {};
  }
  let read: { readonly [Name in keyof FlushOptions]: unknown };
  try {
    // Own members only, as with the options of a delivery.
    read = Object.assign(Object.create(null), raw) as typeof read;
  } catch (error) {
    warn(`the options of flush or close threw when they were read: ${describeThrown(error)}`);
    return {};
  }
  const { timeout, unreachableTimeout, until, ending, ...others } = read;
  for (const name of Object.keys(others)) {
    const nearest = nearestName(name, FLUSH_OPTIONS);
    const meant =
      nearest === undefined ? `, allowed: ${FLUSH_OPTIONS.join(', ')}` : `; did you mean "${nearest}"?`;
    warn(`unknown option ${describeValue(name)} of flush or close${meant}`);
  }
  const duration = (name: string, value: unknown): number | undefined => {
    if (value === undefined || (typeof value === 'number' && value >= 0)) return value;
    warn(`option "${name}" of flush or close is ${describeValue(value)}, allowed: milliseconds from 0`);
    // A deadline that has passed, most likely.
    return typeof value === 'number' && value < 0 ? 0 : undefined;
  };
  const timeoutMs = duration('timeout', timeout);
  const unreachableMs = duration('unreachableTimeout', unreachableTimeout);
  const hasUntil = until === 'confirmed' || until === 'written';
  if (until !== undefined && !hasUntil) {
    warn(`option "until" of flush is ${describeValue(until)}, allowed: "confirmed" or "written"`);
  }
  return {
    ...(timeoutMs !== undefined && { timeout: timeoutMs }),
    ...(unreachableMs !== undefined && { unreachableTimeout: unreachableMs }),
    ...(hasUntil && { until }),
    ending: ending === true,
  };
}
