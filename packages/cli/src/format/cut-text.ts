import { escapeText } from '../escape-text.ts';

/** Text that is safe to print, cut if it is longer than `maxCharacters`; what is missing is counted. */
export function cutText(text: string, maxCharacters: number): string {
  if (text.length <= maxCharacters) return escapeText(text);
  const isInsidePair = /[\ud800-\udbff]/.test(text.charAt(maxCharacters - 1));
  const end = isInsidePair ? maxCharacters - 1 : maxCharacters;
  return `${escapeText(text.slice(0, end))}… (${text.length - end} more)`;
}
