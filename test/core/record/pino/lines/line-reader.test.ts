import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createLineReader } from '../../../../../packages/core/src/record/pino/lines/create-line-reader.ts';
import type { LineReader } from '../../../../../packages/core/src/record/pino/lines/line-reader.ts';
import { PlainReader } from '../../../../../packages/core/src/record/pino/lines/plain-reader.ts';
import { TranscodingReader } from '../../../../../packages/core/src/record/pino/lines/transcoding-reader.ts';
import { pinoRecords } from '../../../../../packages/core/src/record/pino/pino-records.ts';
import { decodeMessage } from '../../../../../packages/core/src/wire/decode-message.ts';
import { cut, seededRandom } from '../../../../support/properties/chunking.ts';
import { mappingOptions } from '../../../../support/records/record-messages.ts';

const HEAD = '{"level":30,"time":1760000000123,"pid":42,"hostname":"web-01"';

/** A line with a text as its payload. */
function lineOf(text: string): string {
  return `${HEAD},"msg":${JSON.stringify(text)}}`;
}

/** A reader that transcodes, and the payloads of the messages and the declined lines that come out of it, in order. */
function open(onRecord: (line: string) => void = () => undefined): { reader: LineReader; out: string[] } {
  const out: string[] = [];
  const reader = createLineReader({
    mapping: mappingOptions(),
    records: pinoRecords,
    sink: {
      frames({ bytes, start, count, ends }) {
        let at = start;
        for (let index = 0; index < count; index++) {
          const end = ends[index] ?? at;
          out.push(decodeMessage(bytes.subarray(at + 3 + (bytes[at + 1] ?? 0), end)).payload ?? '');
          at = end;
        }
      },
      record(line) {
        out.push(`declined ${line}`);
        onRecord(line);
      },
    },
  });
  assert.ok(reader instanceof TranscodingReader);
  // What a head means is learnt from the first line that has it.
  reader.write(`${lineOf('first')}\n`);
  assert.deepEqual(out.splice(0), [`declined ${lineOf('first')}`]);
  return { reader, out };
}

/** A reader that does not transcode, and the payloads of its lines, or the lines themselves if they are no JSON. */
function openPlain(): { reader: LineReader; out: string[] } {
  const out: string[] = [];
  const frames = (): void => assert.fail('nothing is transcoded');
  const record = (line: string): void => {
    out.push(line.startsWith('{') ? (JSON.parse(line) as { msg: string }).msg : `declined ${line}`);
  };
  const mapping = mappingOptions({ payload: 'json' });
  const reader = createLineReader({ mapping, records: pinoRecords, sink: { frames, record } });
  assert.ok(reader instanceof PlainReader);
  return { reader, out };
}

const TEXTS = Array.from({ length: 400 }, (_, index) =>
  `${index} ${['a', 'é', '日本', '😀'][index % 4]}`.repeat(index % 30),
);

for (const [name, openReader] of [
  ['with', open],
  ['without', openPlain],
] as const) {
  describe(`text in pieces, read ${name} the transcoder,`, () => {
    test('is joined to lines, wherever it is cut', () => {
      const text = `${TEXTS.map(lineOf).join('\n')}\n`;
      const random = seededRandom(3);
      for (const most of [7, 100, 5000]) {
        const { reader, out } = openReader();
        for (let at = 0; at < text.length; ) {
          let end = at + 1 + (random() % most);
          if (/[\ud800-\udbff]/.test(text.charAt(end - 1))) end++;
          reader.write(text.slice(at, end));
          at = end;
        }
        assert.deepEqual(out, TEXTS);
      }
    });

    test('as bytes is joined likewise, within a character too', () => {
      const bytes = Buffer.from(`${TEXTS.map(lineOf).join('\n')}\n`);
      const random = seededRandom(4);
      for (const most of [3, 100, 200_000]) {
        const { reader, out } = openReader();
        for (const piece of cut(bytes, () => random() % most)) reader.write(piece);
        assert.deepEqual(out, TEXTS);
      }
    });

    test('of any length may come at once', () => {
      const { reader, out } = openReader();
      const texts = Array.from({ length: 30_000 }, (_, index) => `text ${index} 日本 😀`);
      reader.write(`${texts.map(lineOf).join('\n')}\n`);
      assert.deepEqual(out, texts);
    });

    test('may have the line endings of Windows', () => {
      const { reader, out } = openReader();
      reader.write(`${lineOf('one')}\r\n${lineOf('two')}\r\nthree\r\n`);
      assert.deepEqual(out, ['one', 'two', 'declined three']);
    });

    test('need not end with a newline', () => {
      const { reader, out } = openReader();
      reader.write(lineOf('one'));
      assert.deepEqual(out, []);
      reader.end();
      reader.end();
      assert.deepEqual(out, ['one']);
    });

    test('has empty lines that are passed over', () => {
      const { reader, out } = openReader();
      reader.write(`\n\r\n  \n${lineOf('one')}\n\n\n${lineOf('two')}\n\t\n`);
      reader.end();
      assert.deepEqual(out, ['one', 'two']);
    });
  });
}

describe('what UTF-8 cannot say', () => {
  test('in bytes becomes U+FFFD, and the lines around it stay as they are', () => {
    for (const { reader, out } of [open(), openPlain()]) {
      const bytes = Buffer.from(
        `${lineOf('before')}\n${lineOf('a?b')}\n${lineOf('after')}\n${lineOf('last')}`,
      );
      bytes[bytes.indexOf('?')] = 0xff;
      reader.write(bytes.subarray(0, -30));
      reader.write(bytes.subarray(-30));
      reader.end();
      assert.deepEqual(out, ['before', 'a\ufffdb', 'after', 'last']);
    }
  });

  test('in bytes becomes U+FFFD once, wherever the bytes are cut', () => {
    const bytes = Buffer.from(`${lineOf('a?b')}\n${lineOf('after')}\n`);
    bytes[bytes.indexOf('?')] = 0xff;
    for (const { reader, out } of [open(), openPlain()]) {
      for (let at = 0; at <= bytes.length; at++) {
        reader.write(bytes.subarray(0, at));
        reader.write(bytes.subarray(at));
        assert.deepEqual(out.splice(0), ['a\ufffdb', 'after'], `cut at ${at}`);
      }
    }
  });

  test('in text, half a surrogate pair, is for the record path as it is', () => {
    const { reader, out } = open();
    reader.write(`${lineOf('one')}\n${HEAD},"a":"\ud800","msg":"two"}\n${lineOf('\ufffd')}\n`);
    reader.write(`${lineOf('four')}\n`);
    assert.deepEqual(out, [
      `declined ${lineOf('one')}`,
      `declined ${HEAD},"a":"\ud800","msg":"two"}`,
      `declined ${lineOf('\ufffd')}`,
      'four',
    ]);
  });
});

test('half a surrogate pair stays what it is in a line that is read in several pieces', () => {
  const { reader, out } = open();
  const filling = `${lineOf('x'.repeat(1000))}\n`.repeat(60);
  const line = `${HEAD},"a":"\ud800","b":"${'y'.repeat(20_000)}","msg":"text"}`;
  reader.write(`${filling}${line}\n${lineOf('after')}\n`);
  assert.ok(out.includes(`declined ${line}`));
  assert.equal(out.at(-1), 'after');
});

describe('a line that is too long for the transcoder', () => {
  const long = lineOf('日本'.repeat(100_000));

  test('is for the record path, whole, and those around it are not', () => {
    const text = `${lineOf('one')}\n${long}\n${lineOf('two')}\n`;
    for (const chunk of [text, Buffer.from(text)]) {
      const { reader, out } = open();
      reader.write(chunk);
      assert.deepEqual(out, ['one', `declined ${long}`, 'two']);
    }
  });

  test('costs no more than its length, in whatever pieces it comes', () => {
    const { reader, out } = open();
    for (let at = 0; at < long.length; at += 10) reader.write(long.slice(at, at + 10));
    reader.end();
    assert.deepEqual(out, [`declined ${long}`]);
  });

  test('is cut where it is longer than any memory should hold', () => {
    const { reader, out } = open();
    const piece = 'x'.repeat(1024 * 1024);
    for (let index = 0; index < 80; index++) reader.write(piece);
    reader.write(`\n${lineOf('after')}\n`);
    const [cutLine = '', after] = out;
    assert.ok(cutLine.length > 60 * 1024 * 1024 && cutLine.length < 66 * 1024 * 1024, `${cutLine.length}`);
    assert.equal(after, 'after');
  });
});

test('whoever takes a line may write another one, which comes behind what is being written', () => {
  let isFirst = true;
  const { reader, out } = open((line) => {
    if (!line.includes('odd') || !isFirst) return;
    isFirst = false;
    reader.write(`${lineOf('nested')}\n`);
    reader.write(Buffer.from(`${lineOf('nested bytes')}\n`));
  });
  reader.write(`${lineOf('one')}\nodd\n${lineOf('two')}\n`);
  assert.deepEqual(out, ['one', 'declined odd', 'two', 'nested', 'nested bytes']);
});

test('a time that comes again has the same timestamp, whatever the times between them were', () => {
  const times = [1760000000123, 1760000000, '"2025-10-09T08:53:20.5Z"', 1760000000123456, 1760000000124];
  const stamps = new Map<unknown, bigint>();
  let isFast = false;
  let seen: bigint | undefined;
  const reader = createLineReader({
    mapping: mappingOptions(),
    records: pinoRecords,
    sink: {
      frames({ bytes, start, count, ends }) {
        assert.equal(count, 1);
        seen = decodeMessage(bytes.subarray(start + 3 + (bytes[start + 1] ?? 0), ends[0])).timestamp;
      },
      record: () => assert.equal(isFast, false),
    },
  });
  const write = (time: number | string): void =>
    reader.write(`${lineOf('text').replace('1760000000123', String(time))}\n`);
  write(1760000000123);
  isFast = true;
  for (const first of times) {
    for (const between of times) {
      for (const time of [first, between, first]) {
        write(time);
        stamps.set(time, stamps.get(time) ?? seen ?? 0n);
        assert.equal(seen, stamps.get(time), `${first}, ${between}`);
      }
    }
  }
  assert.deepEqual(
    [...stamps.values()],
    [
      1_760_000_000_123_000_000n,
      1_760_000_000_000_000_000n,
      1_760_000_000_500_000_000n,
      1_760_000_000_123_456_000n,
      1_760_000_000_124_000_000n,
    ],
  );
});

test('each frame has the severity of its message', () => {
  const levels = [60, 30, 50, 40, 10, 20, 30];
  const seen: number[] = [];
  const reader = createLineReader({
    mapping: mappingOptions(),
    records: pinoRecords,
    sink: {
      frames: ({ severities, count }) => seen.push(...severities.subarray(0, count)),
      record: () => undefined,
    },
  });
  const text = levels.map((level) => `${lineOf('text').replace('30', String(level))}\n`).join('');
  // The first lines of each level are for the record path.
  reader.write(text);
  seen.length = 0;
  reader.write(text);
  assert.deepEqual(seen, [2, 6, 3, 4, 7, 7, 6]);
});

describe('a line that can wait', () => {
  test('is one that begins like others whose time was read', () => {
    const { reader } = open();
    assert.equal(reader.canWait(`${lineOf('text')}\n`), true);
    assert.equal(reader.canWait('{"level":30,"time":1,"other":2}\n'), true);
    reader.write('{"level":50,"time":1760000000123,"msg":"x"}\n');
    for (const level of [50, 30, 50]) assert.equal(reader.canWait(`{"level":${level},"time":1}\n`), true);
  });

  test('is no other', () => {
    const { reader } = open();
    const others = [
      '',
      '\n',
      lineOf('without a newline'),
      `${lineOf('one')}\n${lineOf('two')}\n`,
      '{"level":50,"time":1760000000123}\n',
      '{"level":30,"msg":"text"}\n',
    ];
    for (const text of others) assert.equal(reader.canWait(text), false, text);
  });

  test('is none that begins like one without a time, or with a time that means nothing', () => {
    for (const head of ['{"level":50,"pid":1', '{"level":50,"time":"noon","pid":1']) {
      const { reader } = open();
      for (let count = 0; count < 2; count++) reader.write(`${head},"msg":"text"}\n`);
      assert.equal(reader.canWait(`${head},"msg":"text"}\n`), false, head);
    }
  });

  test('is none if lines are not transcoded', () => {
    const { reader } = openPlain();
    reader.write(`${lineOf('text')}\n`);
    assert.equal(reader.canWait(`${lineOf('text')}\n`), false);
  });
});

test('a line that was begun can be handed to another reader', () => {
  const text = lineOf('one 日本 😀');
  for (const [from, to] of [
    [open(), openPlain()],
    [openPlain(), open()],
    [open(), open()],
  ] as const) {
    from.reader.write(Buffer.from(text).subarray(0, -8));
    to.reader.write(from.reader.takeRest());
    from.reader.end();
    to.reader.write(Buffer.from(`${text}\n`).subarray(-9));
    assert.deepEqual([from.out, to.out], [[], ['one 日本 😀']]);
  }
});

test('bytes at random never make it throw, and lose no line', () => {
  const random = seededRandom(11);
  const { reader, out } = open();
  for (let round = 0; round < 200; round++) {
    const garbage = Buffer.from(
      Array.from({ length: random() % 400 }, () => random() % 256).filter((byte) => byte !== 10),
    );
    const line = Buffer.from(lineOf(`text ${round}`));
    const damaged = Buffer.from(line);
    for (let count = random() % 5; count > 0; count--)
      damaged[random() % damaged.length] = 32 + (random() % 224);
    out.length = 0;
    reader.write(
      Buffer.concat([garbage, Buffer.from('\n'), damaged, Buffer.from('\n'), line, Buffer.from('\n')]),
    );
    assert.equal(out.at(-1), `text ${round}`);
    assert.ok(out.length >= 2);
  }
});
