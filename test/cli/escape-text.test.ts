import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { escapeJson, escapeText } from '../../packages/cli/src/escape-text.ts';

const cases: readonly [what: string, text: string, safe: string][] = [
  ['plain text, other scripts, emoji and backslashes stay', 'aä漢🙂 C:\\new "x"', 'aä漢🙂 C:\\new "x"'],
  ['line breaks and tabs', 'a\r\n\tb', 'a\\r\\n\\tb'],
  ['C0, a colour', '\u001b[31mred\u0000\u0007', '\\u001b[31mred\\u0000\\u0007'],
  ['DEL and C1, a one-byte CSI', '\u007f\u009b31m\u0085', '\\u007f\\u009b31m\\u0085'],
  ['bidi overrides and isolates', '\u202eevil\u2066x\u2069\u200f', '\\u202eevil\\u2066x\\u2069\\u200f'],
  ['zero width and byte order mark', 'a\u200bb\u200d\ufeff\u00ad', 'a\\u200bb\\u200d\\ufeff\\u00ad'],
  ['line and paragraph separators', '\u2028\u2029', '\\u2028\\u2029'],
  ['format characters beyond 16 bits', '\u{e0001}\u{1d173}', '\\u{e0001}\\u{1d173}'],
  ['a lone surrogate', 'x\ud800y', 'x\\ud800y'],
];

describe('escapeText()', () => {
  for (const [what, text, safe] of cases) it(what, () => assert.equal(escapeText(text), safe));

  it('leaves no character of the categories Cc and Cf, of all there are', () => {
    let all = '';
    for (let codePoint = 0; codePoint <= 0x10ffff; codePoint++) all += String.fromCodePoint(codePoint);
    assert.doesNotMatch(escapeText(all), /[\p{Cc}\p{Cf}]/u);
  });
});

describe('escapeJson()', () => {
  for (const [what, text] of cases) {
    it(`stays the JSON of the same text: ${what}`, () => {
      const json = escapeJson(JSON.stringify({ [text]: text }));
      assert.doesNotMatch(json, /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
      assert.deepEqual(JSON.parse(json), { [text]: text });
    });
  }
});
