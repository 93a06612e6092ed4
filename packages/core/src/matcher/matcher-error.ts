import { HekaError } from '../errors.ts';

/** Characters shown before and after the place of an error. */
const SHOWN = 40;

/**
 * The error for a text that is not a matcher: says what is wrong, and points at the place.
 *
 * ```
 * INVALID_MATCHER: expected a number at position 12
 *   Severity == "6"
 *               ^
 * ```
 *
 * @param position index of the offending character; the length of the text if something is missing at its end
 */
export function matcherError(text: string, position: number, problem: string, cause?: unknown): HekaError {
  const message = `${problem} at position ${position}\n${pointAt(text, position)}`;
  return new HekaError('INVALID_MATCHER', message, cause, position);
}

function pointAt(text: string, position: number): string {
  const start = Math.max(0, position - SHOWN);
  const end = Math.min(text.length, position + SHOWN);
  const before = `${start > 0 ? '...' : ''}${printable(text.slice(start, position))}`;
  const after = `${printable(text.slice(position, end))}${end < text.length ? '...' : ''}`;
  return `  ${before}${after}\n  ${before.replace(/./gu, ' ')}^`;
}

/** Keeps the line one line, and a terminal as it was. */
function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, ' ');
}
