import { describeValue } from '../options/describe-value.ts';
import { describeThrown } from '../record/value/thrown.ts';
import type { FlushOptions } from './delivery.ts';

/**
 * Reads what `flush()` and `close()` were called with. They never throw: what is wrong is told and left out.
 *
 * @param warn told once for each wrong value, with what is allowed
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
    read = { ...raw };
  } catch (error) {
    warn(`the options of flush or close threw when they were read: ${describeThrown(error)}`);
    return {};
  }
  const { timeout, until, ending } = read;
  const hasTimeout = typeof timeout === 'number' && timeout >= 0;
  if (timeout !== undefined && !hasTimeout) {
    warn(`option "timeout" of flush or close is ${describeValue(timeout)}, allowed: milliseconds from 0`);
  }
  const hasUntil = until === 'confirmed' || until === 'written';
  if (until !== undefined && !hasUntil) {
    warn(`option "until" of flush is ${describeValue(until)}, allowed: "confirmed" or "written"`);
  }
  return { ...(hasTimeout && { timeout }), ...(hasUntil && { until }), ending: ending === true };
}
