/** Control and format characters, what breaks lines, and lone surrogates: C0, C1, DEL, bidi, zero width, ... */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;
/** The same without what `JSON.stringify` has escaped already. */
const UNSAFE_IN_JSON = /[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}]/gu;

const SHORT: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/**
 * Makes text of a stranger safe to print: every character that a terminal could act on, or that could forge a line or
 * the order of the text on it, becomes `\n`, `\r`, `\t`, `\uXXXX` or `\u{XXXXX}`.
 *
 * Other text stays as it is, backslashes included, so the result is for reading and not for parsing.
 */
export function escapeText(text: string): string {
  return text.replace(UNSAFE, (character) => SHORT[character] ?? unicodeEscape(character));
}

/** The same for JSON text, which stays the JSON of the same value. */
export function escapeJson(json: string): string {
  return json.replace(UNSAFE_IN_JSON, (character) =>
    Array.from({ length: character.length }, (_, index) => unitEscape(character.charCodeAt(index))).join(''),
  );
}

function unicodeEscape(character: string): string {
  const codePoint = character.codePointAt(0) ?? 0;
  return codePoint > 0xffff ? `\\u{${codePoint.toString(16)}}` : unitEscape(codePoint);
}

function unitEscape(unit: number): string {
  return `\\u${unit.toString(16).padStart(4, '0')}`;
}
