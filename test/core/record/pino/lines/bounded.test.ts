import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { lineKeys } from '../../../../../packages/core/src/record/pino/lines/line-keys.ts';
import { LineNames } from '../../../../../packages/core/src/record/pino/lines/line-names.ts';
import {
  INPUT_AT,
  MAX_NODES,
  MEMORY_PAGES,
  ROOT_AT,
} from '../../../../../packages/core/src/record/pino/lines/transcoder/memory-layout.ts';
import { TranscoderMemory } from '../../../../../packages/core/src/record/pino/lines/transcoder/transcoder-memory.ts';
import { mappingOptions } from '../../../../support/records/record-messages.ts';
import { LinePair } from './line-pair.ts';

const HEAD = '{"level":30,"time":1760000000123,"pid":42,"hostname":"web-01"';

/** Writes lines, compares each with the record path, and returns how many of them the transcoder made. */
function fastOf(lines: readonly string[], options: Readonly<Record<string, unknown>> = {}): number {
  const pair = new LinePair(options);
  let at = 0;
  let fast = 0;
  pair.onOutcome = (outcome) => {
    pair.assertSame(lines[at++] ?? '', outcome);
    if (outcome.isFast) fast++;
    pair.outcomes.length = 0;
  };
  for (const line of lines) pair.write(`${line}\n`);
  assert.equal(at, lines.length);
  return fast;
}

describe('what is learnt is bounded', () => {
  test('by the number of nodes, which are made anew after they were forgotten', () => {
    const memory = new TranscoderMemory(new ArrayBuffer(MEMORY_PAGES * 65_536));
    const names = new LineNames(memory, mappingOptions(), {
      keys: lineKeys(mappingOptions(), {}),
      headKeys: [],
      reserved: new Set(),
      headBits: new Map(),
    });
    const make = (key: string): number => {
      memory.bytes.write(`${key}":`, INPUT_AT);
      return names.make(memory.word(ROOT_AT), INPUT_AT, Buffer.byteLength(key));
    };
    let made = 0;
    while (made < 10 * MAX_NODES && make(`key${made}`) !== 0) made++;
    assert.ok(made > MAX_NODES / 2 && made <= MAX_NODES, `${made}`);
    assert.equal(names.isFull, true);
    names.clear();
    assert.equal(names.isFull, false);
    assert.notEqual(make('again'), 0);
  });

  test('when each record has keys of its own', () => {
    const lines = Array.from(
      { length: 30_000 },
      (_, index) => `${HEAD},"user-${index}":{"n":${index}},"msg":"text"}`,
    );
    assert.ok(fastOf(lines) > 20_000);
  });

  test('when each record has many keys of its own', () => {
    const lines = Array.from({ length: 400 }, (_, index) => {
      const members = Array.from({ length: 200 }, (_member, place) => `"k${index * 200 + place}":1`);
      return `${HEAD},${members.join(',')},"msg":"text"}`;
    });
    fastOf([...lines, ...lines]);
  });

  test('when each line has a level, a host or a name of its own', () => {
    const heads = Array.from({ length: 3000 }, (_, index) => [
      `{"level":${index},"time":1760000000123,"pid":42,"hostname":"web-01","a":1,"msg":"text"}`,
      `{"level":30,"time":1760000000123,"pid":42,"hostname":"web-${index}","a":1,"msg":"text"}`,
      `${HEAD},"name":"name-${index}","a":1,"msg":"text"}`,
    ]);
    assert.ok(fastOf(heads.flat(), { logger: undefined }) > 2500);
  });

  test('when keys are made to collide', () => {
    const keys = Array.from(
      { length: 2000 },
      (_, index) => `12345678${String(index).padStart(6, '0')}12345678`,
    );
    fastOf(keys.map((key) => `${HEAD},"x":{"${key}":1},"msg":"text"}`));
  });
});

test('lines that say nothing but objects in objects cost no more than others', () => {
  const nested = (levels: number, inner: string): string =>
    `{"a":`.repeat(levels) + inner + '}'.repeat(levels);
  const empty = Array.from({ length: 6000 }, (_, index) => `"e${index}":{}`).join(',');
  fastOf([
    `${HEAD},"x":${nested(50, '1')}}`,
    `${HEAD},"x":${nested(5000, '{}')}}`,
    `${HEAD},"x":${'['.repeat(5000)}${']'.repeat(5000)}}`,
    `${HEAD},"x":[${nested(5000, '{}')}]}`,
    `${HEAD},${empty}}`,
    `${HEAD},"x":[{${empty}}]}`,
  ]);
});

test('messages up to the limit are made, longer ones are cut or dropped as by the record path', () => {
  const sizes = [900, 1000, 65_000, 65_300, 65_400, 65_500, 65_536, 66_000, 200_000, 260_000, 300_000];
  const lines = sizes.flatMap((size) => [
    `${HEAD},"msg":"${'x'.repeat(size)}"}`,
    `${HEAD},"a":"${'\\n'.repeat(size)}"}`,
    `${HEAD},"a":[${'-1,'.repeat(size / 10)}1],"msg":"text"}`,
    `${HEAD},"a":[${'"é",'.repeat(size / 5)}""],"msg":"text"}`,
    `${HEAD},"a":[${'0.5,'.repeat(size / 8)}1],"msg":"text"}`,
  ]);
  for (const options of [{}, { oversize: 'drop' }, { maxMessageBytes: 300_000 }, { maxMessageBytes: 1024 }]) {
    fastOf(lines, options);
  }
});

test('a message of just the longest length is made, one that is a byte longer is not', () => {
  const made = (length: number): string => `${HEAD},"msg":"${'x'.repeat(length)}"}`;
  const lines = Array.from({ length: 300 }, (_, index) => made(800 + index));
  const whole = new LinePair({ maxMessageBytes: 1024 }, { framing: false });
  for (const line of [made(1), ...lines]) whole.write(`${line}\n`);
  const sizes = whole.outcomes.filter(({ isFast }) => isFast).map(({ frame }) => frame.length);
  assert.equal(Math.max(...sizes), 1024);
  fastOf([made(1), ...lines], { maxMessageBytes: 1024 });
});

test('more lines in one piece than there is room for frames become frames all the same', () => {
  const pair = new LinePair({ levelKey: 'l', timeKey: 't' });
  const line = (index: number): string => `{"l":${index % 2 === 0 ? 30 : 60},"t":1}`;
  pair.write(`${line(0)}\n${line(1)}\n`);
  pair.outcomes.length = 0;
  const lines = Array.from({ length: 4300 }, (_, index) => line(index));
  pair.write(`${lines.join('\n')}\n`);
  assert.equal(pair.outcomes.filter(({ isFast }) => isFast).length, lines.length);
  for (const [index, outcome] of pair.outcomes.entries()) pair.assertSame(lines[index] ?? '', outcome);
});
