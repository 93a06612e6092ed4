import { UsageError } from '../usage-error.ts';

const UNITS: Readonly<Record<string, number>> = { '': 1, kb: 1024, mb: 1024 ** 2, gb: 1024 ** 3 };

/** A whole number of at least 1. @throws UsageError */
export function parseCount(flag: string, text: string): number {
  const value = /^\d{1,10}$/.test(text) ? Number(text) : 0;
  if (value < 1 || value > 2 ** 31 - 1) {
    throw new UsageError(`${flag}: ${JSON.stringify(text)} is not a whole number from 1 to 2147483647`);
  }
  return value;
}

/** Bytes: a whole number, or one with a unit (`64kb`, `4mb`). @throws UsageError */
export function parseBytes(flag: string, text: string): number {
  const match = /^(\d{1,10})([kmg]b)?$/i.exec(text);
  const bytes = Number(match?.[1]) * (UNITS[match?.[2]?.toLowerCase() ?? ''] ?? 1);
  if (match === null || bytes < 1 || bytes > 2 ** 31 - 1) {
    throw new UsageError(`${flag}: ${JSON.stringify(text)} is not a size, as 65536 or 64kb`);
  }
  return bytes;
}
