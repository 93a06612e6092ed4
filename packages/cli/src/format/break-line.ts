import { textWidth } from './text-width.ts';
import { COLOURS, visibleLength } from './visible-length.ts';

/** A line is broken before a word only if that leaves it at least this full; else the word itself is broken. */
const MIN_FILL = 0.5;

/**
 * Breaks a line that may be coloured so that no part is wider than `width` columns, between words if it can. Colours go
 * on over a break.
 *
 * @param indent stands before every part but the first; narrower than `width` by a few columns at least
 */
export function breakLine(line: string, width: number, indent: string): string[] {
  if (visibleLength(line) <= width) return [line];
  const parts: string[] = [];
  let part = '';
  let taken = 0;
  for (const word of line.split(/(?= )/)) {
    let rest = word;
    while (taken + visibleLength(rest) > width) {
      const isFull = taken > indent.length && taken >= width * MIN_FILL;
      const end = isFull ? 0 : endOfColumns(rest, width - taken);
      parts.push(part + rest.slice(0, end));
      part = indent;
      taken = indent.length;
      // A space at the break is not carried over.
      rest = rest.slice(end).replace(/^ /, '');
    }
    part += rest;
    taken += visibleLength(rest);
  }
  return [...parts, part];
}

const PIECES = new RegExp(`${COLOURS.source}|.`, 'gsu');

/** Offset at which the first `columns` columns of a text end. */
function endOfColumns(text: string, columns: number): number {
  let taken = 0;
  for (const { 0: piece, index } of text.matchAll(PIECES)) {
    if (!piece.startsWith('\u001b')) taken += textWidth(piece);
    if (taken > columns) return index;
  }
  return text.length;
}
