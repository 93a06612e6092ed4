import { types } from 'node:util';
import { bigintText } from '../message/int64.ts';

/** Characters of a text that an error message repeats at most. */
const SHOWN_CHARACTERS = 60;

/** A value as an error message shows it: short texts and numbers as they are, everything else by its kind. */
export function describeValue(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return describeText(value);
    case 'bigint':
      return bigintText(value);
    case 'function':
      return types.isAsyncFunction(value) ? 'an async function' : 'a function';
    case 'symbol':
      return 'a symbol';
    case 'object':
      return describeObject(value);
    case 'number':
    case 'boolean':
    case 'undefined':
      return String(value);
  }
}

function describeText(text: string): string {
  if (text.includes('-----BEGIN')) return 'PEM text';
  // A url may carry credentials; they never belong in a log.
  const safe = text.replace(/\/\/[^/?#]*@/, '//***@');
  return JSON.stringify(safe.length > SHOWN_CHARACTERS ? `${safe.slice(0, SHOWN_CHARACTERS)}...` : safe);
}

function describeObject(value: object | null): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  if (value instanceof Uint8Array) return `${value.byteLength} bytes`;
  return 'an object';
}
