import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LineTranscoder } from '../../../../../packages/core/src/record/pino/lines/line-transcoder.ts';
import { INPUT_AT } from '../../../../../packages/core/src/record/pino/lines/transcoder/memory-layout.ts';
import { pinoRecords } from '../../../../../packages/core/src/record/pino/pino-records.ts';
import { seededRandom } from '../../../../support/properties/chunking.ts';
import { mappingOptions } from '../../../../support/records/record-messages.ts';

const nothing = (): void => undefined;

/** Encodes text by the transcoder; undefined for text that has half a surrogate pair. */
function createEncoder(): (text: string) => string | undefined {
  const transcoder = LineTranscoder.create({
    mapping: mappingOptions(),
    records: pinoRecords,
    sink: { frames: nothing, record: nothing },
  });
  assert.ok(transcoder);
  const { bytes } = transcoder.memory;
  return (text) => {
    transcoder.input.begin(text);
    const end = transcoder.input.write(text, INPUT_AT);
    return end === undefined ? undefined : bytes.toString('hex', INPUT_AT, end);
  };
}

const KINDS = [
  'a',
  'z ',
  'é',
  '\u0080',
  '\u07ff',
  '\u0800',
  '日',
  '\ud7ff',
  '\ue000',
  '\uffff',
  '😀',
  '\u{10ffff}',
];

test('text of all kinds of characters, in runs of all lengths, is encoded as Node.js does it', () => {
  const encode = createEncoder();
  const random = seededRandom(5);
  for (let round = 0; round < 20_000; round++) {
    let text = '';
    for (let runs = random() % 6; runs > 0; runs--)
      text += (KINDS[random() % KINDS.length] ?? '').repeat(random() % 20);
    assert.equal(encode(text), Buffer.from(text).toString('hex'));
  }
});

test('half of a surrogate pair is found wherever it stands', () => {
  const encode = createEncoder();
  for (const half of ['\ud800', '\udbff', '\udc00', '\udfff', '\ude00\ud83d']) {
    for (let before = 0; before < 20; before++) {
      for (const filler of ['a', 'é', '日', '😀']) {
        assert.equal(encode(filler.repeat(before) + half), undefined);
        assert.equal(encode(filler.repeat(before) + half + filler.repeat(9)), undefined);
        assert.notEqual(encode(`${filler.repeat(before)}\ufffd`), undefined);
      }
    }
  }
});
