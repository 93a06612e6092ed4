import { parseSize } from 'heka-core';
import { UsageError } from '../usage-error.ts';

const MAX_VALUE = 2 ** 31 - 1;

/** A whole number from 1 to 2147483647. @throws UsageError */
export function parseCount(flag: string, text: string): number {
  const value = /^\d{1,10}$/.test(text) ? Number(text) : 0;
  if (value < 1 || value > MAX_VALUE) {
    throw new UsageError(`${flag}: ${JSON.stringify(text)} is not a whole number from 1 to ${MAX_VALUE}`);
  }
  return value;
}

/** Bytes from 1: a whole number, or one with a unit (`64k`, `1.5mb`), as the options of heka-core. @throws UsageError */
export function parseBytes(flag: string, text: string): number {
  const bytes = parseSize(text);
  if (bytes === undefined || bytes < 1 || bytes > MAX_VALUE) {
    throw new UsageError(`${flag}: ${JSON.stringify(text)} is not a size such as 65536 or 64kb`);
  }
  return bytes;
}
