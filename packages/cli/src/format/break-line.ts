import { splitAtWidth, textWidth } from './text-width.ts';
import { COLOURS, visibleLength } from './visible-length.ts';

/** A line is broken before a word only if that leaves it at least this full. */
const MIN_FILL = 0.5;

/**
 * Breaks a line that may be coloured so that no part is wider than `width` columns, between words if it can. Colours go
 * on over a break.
 *
 * @param indent stands before every part but the first
 */
export function breakLine(line: string, width: number, indent: string): string[] {
  if (visibleLength(line) <= width) return [line];
  const parts: string[] = [];
  let part = '';
  let taken = 0;
  for (const token of tokensOf(line)) {
    const isColour = token.startsWith('\u001b');
    let columns = isColour ? 0 : textWidth(token);
    let rest = token;
    while (taken + columns > width) {
      const isFull = taken > indent.length && taken >= width * MIN_FILL;
      // A word that would leave the line half empty is broken itself; a space is not carried over.
      const fitting = isFull ? '' : (splitAtWidth(rest, width - taken)[0] ?? '');
      parts.push(part + fitting);
      part = indent;
      taken = indent.length;
      rest = (isFull ? rest : rest.slice(fitting.length)).replace(/^ /, '');
      columns = textWidth(rest);
    }
    part += rest;
    taken += columns;
  }
  return [...parts, part];
}

/** Colours, and words with the space before them. */
function tokensOf(line: string): string[] {
  return line.split(COLOURS_KEPT).flatMap((text) => (text.startsWith('\u001b') ? text : text.split(/(?= )/)));
}

const COLOURS_KEPT = new RegExp(`(${COLOURS.source})`, 'g');
