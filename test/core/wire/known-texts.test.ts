import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KnownTexts } from '../../../packages/core/src/wire/known-texts.ts';

/** Has a text written, as an encoder does; true if it was known. */
function write(texts: KnownTexts, text: string): boolean {
  const known = texts.find(text);
  if (known !== undefined) {
    const target = Buffer.alloc(known.length + 8);
    known.copyTo(new DataView(target.buffer, target.byteOffset, target.length), 0);
    assert.equal(target.toString('latin1', 0, known.length), `<${text}`);
    return true;
  }
  const buffer = Buffer.from(`..<${text}..`);
  texts.missed(buffer, 2, 3, buffer.length - 2);
  return false;
}

/** How many of the texts were known. */
function known(texts: KnownTexts, values: readonly string[]): number {
  return values.filter((text) => write(texts, text)).length;
}

const repeated = (values: readonly string[], times: number): string[] => Array(times).fill(values).flat();
const different = (count: number): string[] => Array.from({ length: count }, (_, index) => `text ${index}`);

test('one text is known after it came twice', () => {
  assert.equal(known(new KnownTexts(), repeated(['GET'], 100)), 98);
});

test('four texts in turn are known in the end', () => {
  const texts = new KnownTexts();
  const four = ['GET', 'PUT', 'POST', 'DELETE'];
  known(texts, repeated(four, 100));
  assert.equal(known(texts, four), 4);
});

test('a text is known as long as it comes once in five times', () => {
  const often = different(500).flatMap((text) => ['GET', text, 'GET', `${text}!`, `${text}?`]);
  assert.ok(known(new KnownTexts(), often) > 950);
  const seldom = different(2500).flatMap((text, index) => (index % 9 === 0 ? ['GET', text] : [text]));
  assert.ok(known(new KnownTexts(), seldom) < 50);
});

test('texts that no longer come make room for others', () => {
  const texts = new KnownTexts();
  known(texts, repeated(['GET'], 100));
  known(texts, repeated(['POST'], 100));
  assert.equal(known(texts, ['POST']), 1);
  known(texts, different(40));
  assert.equal(known(texts, ['GET']), 0);
});

test('a text that never comes again is hardly ever kept', () => {
  const texts = new KnownTexts();
  let kept = 0;
  for (const text of different(50_000)) {
    write(texts, text);
    if (texts.find(text) !== undefined) kept++;
  }
  assert.ok(kept > 0 && kept < 100, `${kept} of 50,000 were kept for a while`);
});
