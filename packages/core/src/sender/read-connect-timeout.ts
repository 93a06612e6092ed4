import type { OptionReader } from '../options/option-reader.ts';

/** Reads `connectTimeout`: milliseconds for one attempt, DNS, TCP and TLS. */
export function readConnectTimeout(reader: OptionReader): number {
  return reader.duration('connectTimeout', { min: 1, default: 10_000 });
}
