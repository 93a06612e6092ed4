import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { LineSplitter } from '../../../packages/pino/src/command/line-splitter.ts';
import { cut } from '../../support/properties/chunking.ts';

const MEBIBYTE = 1024 * 1024;

/** The lines that come out, without their line feeds; each block must end with one. */
function linesOf(chunks: Iterable<Uint8Array>, maxLineBytes = MEBIBYTE): string[] {
  const lines: string[] = [];
  const splitter = new LineSplitter(maxLineBytes, (block) => {
    assert.equal(block.at(-1), 0x0a);
    lines.push(...block.subarray(0, -1).toString('utf8').split('\n'));
  });
  for (const chunk of chunks) splitter.push(Buffer.from(chunk));
  splitter.end();
  return lines;
}

function ofTexts(...texts: readonly string[]): Buffer[] {
  return texts.map((text) => Buffer.from(text));
}

describe('the splitter of lines', () => {
  it('gives the lines of the input, wherever it is cut', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'é', '€', '😀'), maxLength: 20 });
    fc.assert(
      fc.property(fc.array(text), fc.infiniteStream(fc.integer({ min: 1, max: 9 })), (texts, sizes) => {
        const bytes = Buffer.from(texts.map((each) => `${each}\n`).join(''));
        const chunks = cut(bytes, () => sizes.next().value);
        assert.deepEqual(linesOf(chunks), texts);
      }),
    );
  });

  it('gives a last line that has no line feed', () => {
    assert.deepEqual(linesOf(ofTexts('a\nb')), ['a', 'b']);
    assert.deepEqual(linesOf(ofTexts('a', 'b')), ['ab']);
    assert.deepEqual(linesOf([]), []);
  });

  it('hands on whole lines of a chunk at once, without copying them', () => {
    const chunk = Buffer.from(new Uint8Array(Buffer.from('b\nc\nd')).buffer);
    const blocks: { readonly text: string; readonly isCopy: boolean }[] = [];
    const splitter = new LineSplitter(100, (block) => {
      blocks.push({ text: String(block), isCopy: block.buffer !== chunk.buffer });
    });
    splitter.push(Buffer.from('a'));
    splitter.push(chunk);
    assert.deepEqual(blocks, [
      { text: 'ab\n', isCopy: true },
      { text: 'c\n', isCopy: false },
    ]);
  });

  for (const [name, chunks] of [
    ['in one piece', [Buffer.from('\uFEFFa\n')]],
    ['cut', [Buffer.of(0xef), Buffer.of(0xbb), Buffer.of(0xbf), Buffer.from('a\n')]],
  ] as const) {
    it(`skips a byte order mark at the start of the input, ${name}`, () => {
      assert.deepEqual(linesOf(chunks), ['a']);
    });
  }

  it('skips it nowhere else, nor what only begins like one', () => {
    assert.deepEqual(linesOf(ofTexts('a\uFEFF\n\uFEFFb\n')), ['a\uFEFF', '\uFEFFb']);
    assert.deepEqual(linesOf([Buffer.of(0xef), Buffer.of(0xbf, 0xbd), Buffer.from('a\n')]), ['\uFFFDa']);
    assert.deepEqual(linesOf([Buffer.of(0xef, 0xbb)]), [Buffer.of(0xef, 0xbb).toString('utf8')]);
  });

  it('cuts a line that is too long, and goes on with the next one', () => {
    for (const size of [1, 3, 7]) {
      const chunks = cut(Buffer.from(`short\n${'x'.repeat(50)}\nnext\n`), () => size);
      assert.deepEqual(linesOf(chunks, 20), ['short', 'x'.repeat(20), 'next'], `chunks of ${size}`);
    }
  });

  it('hands a long line on before its end has come', () => {
    const blocks: string[] = [];
    const splitter = new LineSplitter(10, (block) => blocks.push(String(block)));
    splitter.push(Buffer.from('{"msg":"x'));
    splitter.push(Buffer.from('yz'));
    assert.deepEqual(blocks, ['{"msg":"xy"}\n']);
    splitter.push(Buffer.from('"}\n'));
    splitter.end();
    assert.equal(blocks.length, 1);
  });

  it('takes a line of a gigabyte in the memory of a short one', () => {
    const chunk = Buffer.alloc(65_536, 'x');
    let taken = 0;
    const splitter = new LineSplitter(MEBIBYTE, (block) => {
      taken += block.length;
    });
    const before = process.memoryUsage().arrayBuffers;
    for (let pushed = 0; pushed < 1024 * MEBIBYTE; pushed += chunk.length) splitter.push(chunk);
    splitter.end();
    assert.equal(taken, MEBIBYTE + 1);
    assert.ok(process.memoryUsage().arrayBuffers - before < 8 * MEBIBYTE);
  });
});
