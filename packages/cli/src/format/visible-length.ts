import { textWidth } from './text-width.ts';

// The only escape sequences are our own colours: those of messages are escaped before.
// eslint-disable-next-line no-control-regex
export const COLOURS = /\u001b\[[\d;]*m/g;

/** Columns of a text on a terminal, without its colours. */
export function visibleLength(text: string): number {
  return textWidth(text.replace(COLOURS, ''));
}
