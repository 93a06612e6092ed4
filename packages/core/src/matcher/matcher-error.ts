import { HekaError } from '../errors.ts';

/** Characters shown before and after the place of an error. */
const SHOWN = 40;
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/**
 * The error for a text that is not a matcher: says what is wrong, and points at the place.
 *
 * ```
 * INVALID_MATCHER: expected a number, found the text "6" at position 12; did you mean 6?
 *   Severity == "6"
 *               ^
 * ```
 *
 * @param position index of the offending character; the length of the text if something is missing at its end
 * @param problem what is wrong; ` at position 12` follows it
 */
export function matcherError(
  text: string,
  position: number,
  problem: string,
  { advice, cause }: Advice = {},
): HekaError {
  const what = `${printable(problem)} at position ${position}${advice === undefined ? '' : `; ${printable(advice)}`}`;
  return new HekaError('INVALID_MATCHER', `${what}\n${pointAt(text, position)}`, cause, position);
}

/** What else an error says. */
interface Advice {
  /** What is allowed or was probably meant. */
  readonly advice?: string | undefined;
  readonly cause?: unknown;
}

/** A piece of a matcher in quotes; what could act on a terminal by its number. */
export function quoted(piece: string): string {
  return `"${piece.replace(UNPRINTABLE, (each) => `U+${(each.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`)}"`;
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
  return text.replace(UNPRINTABLE, ' ');
}
