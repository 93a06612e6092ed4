import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createMessage, type Field, type MessageInit } from 'heka-core';
import { createPalette } from '../../packages/cli/src/format/palette.ts';
import { formatPretty } from '../../packages/cli/src/format/pretty.ts';

process.env['TZ'] = 'UTC';

const NOW_MS = Date.UTC(2026, 2, 1, 14, 3, 7, 123);
const timestamp = BigInt(NOW_MS) * 1_000_000n;

function pretty(
  init: MessageInit,
  options: { width?: number; isTerminal?: boolean; isColoured?: boolean; signer?: string } = {},
): string {
  const { width = 100, isTerminal = true, isColoured = false, signer } = options;
  const message = createMessage({ timestamp, hostname: 'web-1', pid: 42, ...init });
  const frame = { frame: new Uint8Array(), bytes: new Uint8Array(), message, view: message, offset: 0 };
  return formatPretty(signer === undefined ? frame : { ...frame, signer }, {
    palette: createPalette(isColoured),
    width,
    isTerminal,
    nowMs: NOW_MS,
  });
}

function string(name: string, ...values: string[]): Field {
  return { name, type: 'string', values };
}

const order: MessageInit = { type: 'log', logger: 'shop', severity: 6, payload: 'order placed' };

describe('a message on a terminal', () => {
  const cases: readonly [what: string, init: MessageInit, line: string][] = [
    ['time, severity, logger, payload, origin', order, '14:03:07.123 INFO   shop  order placed  web-1[42]'],
    [
      'its type where it is not log',
      { ...order, type: 'audit' },
      '14:03:07.123 INFO   shop  audit  order placed  web-1[42]',
    ],
    [
      'the date of another day',
      { ...order, timestamp: timestamp - 86_400_000_000_000n },
      '2026-02-28 14:03:07.123 INFO   shop  order placed  web-1[42]',
    ],
    [
      'a severity without a name',
      { ...order, severity: 12 },
      '14:03:07.123 12     shop  order placed  web-1[42]',
    ],
    [
      'fields behind it where they fit',
      {
        ...order,
        fields: [
          { name: 'id', type: 'integer', values: [42n] },
          { name: 'total', type: 'double', values: [20] },
          { name: 'ratio', type: 'double', values: [-0.5] },
          { name: 'paid', type: 'bool', values: [true] },
        ],
      },
      '14:03:07.123 INFO   shop  order placed  id=42 total=20.0 ratio=-0.5 paid=true web-1[42]',
    ],
    [
      'a representation behind its value',
      { ...order, fields: [{ name: 'took', type: 'double', values: [1.5], representation: 'ms' }] },
      '14:03:07.123 INFO   shop  order placed  took=1.5(ms) web-1[42]',
    ],
    [
      'text in quotes where it needs them',
      { ...order, fields: [string('a b', 'two "words"'), string('url', '/x?y=[1]'), string('empty', '')] },
      '14:03:07.123 INFO   shop  order placed  "a b"="two \\"words\\"" url=/x?y=[1] empty="" web-1[42]',
    ],
    [
      'lists, bytes and JSON',
      {
        ...order,
        fields: [
          string('tags', 'new', 'very big'),
          { name: 'raw', type: 'bytes', values: [Buffer.from('hi')] },
          { name: 'meta', type: 'string', values: ['{"a": 1}'], representation: 'json' },
        ],
      },
      '14:03:07.123 INFO   shop  order placed  tags=[new, "very big"] raw=0x6869 meta={"a": 1} web-1[42]',
    ],
    [
      'no level that says the same as the severity',
      { ...order, fields: [string('level', 'info')] },
      '14:03:07.123 INFO   shop  order placed  web-1[42]',
    ],
    [
      'a level that says something else',
      { ...order, fields: [string('level', 'silly')] },
      '14:03:07.123 INFO   shop  order placed  level=silly web-1[42]',
    ],
  ];
  for (const [what, init, line] of cases) {
    it(`is one line: ${what}`, () => assert.equal(pretty(init), `${line}\n`));
  }

  it('names a verified signer', () => {
    assert.equal(
      pretty(order, { signer: 'ops_1' }),
      '14:03:07.123 INFO   shop  order placed  ✓ops_1 web-1[42]\n',
    );
  });

  it('has its fields below where they do not fit, and its stack behind a bar', () => {
    const stack = 'Error: card declined\n\tat pay (/app/pay.js:10:11)\n14:03:07.124 EMERG  forged';
    const init = {
      ...order,
      severity: 3,
      payload: 'card declined',
      fields: [string('err.type', 'Error'), string('customer', 'ada lovelace'), string('err.stack', stack)],
    };
    assert.equal(
      pretty(init, { width: 64 }),
      [
        '14:03:07.123 ERROR  shop  card declined',
        '             err.type=Error customer="ada lovelace" web-1[42]',
        '             err.stack=',
        '             │ Error: card declined',
        '             │     at pay (/app/pay.js:10:11)',
        '             │ 14:03:07.124 EMERG  forged',
        '',
      ].join('\n'),
    );
  });

  it('is cut where it is endless, and says what is missing', () => {
    const init: MessageInit = {
      ...order,
      payload: 'x'.repeat(5000),
      fields: [
        string('long', 'y'.repeat(2000)),
        { name: 'many', type: 'integer', values: Array.from({ length: 100 }, (_, index) => BigInt(index)) },
        { name: 'raw', type: 'bytes', values: [Buffer.alloc(1000)] },
        string('lines', '\n'.repeat(100)),
      ],
    };
    const text = pretty(init, { isTerminal: false });
    assert.match(text, /x{4000}… \(1000 more\)/);
    assert.match(text, /long=y{1000}… \(1000 more\)/);
    assert.match(text, /many=\[0, 1, .*, 15, 84 more\]/);
    assert.match(text, /raw=0x0{48}… \(1000 bytes\)/);
    assert.match(text, /… \(41 more lines\)/);
  });

  describe('on a narrow terminal', () => {
    const stack = string(
      'err.stack',
      `Error: ${'long '.repeat(10)}\n    at 漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字 (file.js:1:1)`,
    );

    it('breaks lines of a stack so that each piece keeps its indent', () => {
      const [, ...lines] = pretty({ ...order, fields: [stack] }, { width: 40 })
        .trimEnd()
        .split('\n');
      const indent = ' '.repeat(13);
      assert.deepEqual(
        lines.filter((line) => line.includes('│')),
        [
          `${indent}│ Error: long long long lon`,
          `${indent}│ g long long long long lon`,
          `${indent}│ g long `,
          `${indent}│     at 漢字漢字漢字漢字漢`,
          `${indent}│ 字漢字漢字漢字漢字漢字 (f`,
          `${indent}│ ile.js:1:1)`,
        ],
      );
    });

    it('breaks payloads and lists of values between words, each in its column', () => {
      const init: MessageInit = {
        ...order,
        payload: `the order ${'x'.repeat(30)} was placed at last`,
        fields: [
          string('tags', ...'one two three four five six seven eight'.split(' ')),
          string('name.of.a.field.that.is.very.long', 'y'.repeat(40)),
        ],
      };
      const lines = [
        '14:03:07.123 INFO   shop  the order',
        `             ${'x'.repeat(27)}`,
        '             xxx was placed at last',
        '             tags=[one, two, three,',
        '               four, five, six, seven,',
        '               eight]',
        '             name.of.a.field.that.is.ver',
        `               y.long=${'y'.repeat(18)}`,
        `               ${'y'.repeat(22)}`,
        '             web-1[42]',
        '',
      ];
      assert.equal(pretty(init, { width: 40 }), lines.join('\n'));
      const coloured = pretty(init, { width: 40, isColoured: true });
      assert.equal(coloured.replace(/\u001b\[\d+m/g, ''), lines.join('\n'));
    });

    it('a terminal of a few columns still gets pieces of 20', () => {
      assert.match(pretty({ ...order, fields: [stack] }, { width: 5 }), /│ Error: long long lon\n/);
    });

    it('a pipe gets whole lines, to search in', () => {
      assert.match(
        pretty({ ...order, fields: [stack] }, { width: 40, isTerminal: false }),
        /│ Error: (?:long ){10}\n/,
      );
    });
  });

  it('escapes each control and format character of each text in it', () => {
    const evil = 'x\u001b[2J\u009b1m\u202e\u200b\r\u{e0001}';
    const text = pretty(
      {
        ...order,
        type: evil,
        logger: evil,
        hostname: evil,
        payload: `${evil}\n`,
        fields: [
          { name: evil, type: 'string', values: [evil, evil], representation: evil },
          { name: evil, type: 'string', values: [`${evil}\n${evil}`] },
          { name: evil, type: 'string', values: [evil], representation: 'json' },
        ],
      },
      { signer: evil, isTerminal: false },
    );
    assert.doesNotMatch(text.replaceAll('\n', ''), /[\p{Cc}\p{Cf}]/u);
    assert.equal(text.match(/x\\u001b\[2J\\u009b1m\\u202e\\u200b\\r\\u\{e0001\}/g)?.length, 14);
    const [head, ...below] = text.trimEnd().split('\n');
    assert.match(head ?? '', /^14:03:07\.123 INFO {3}x/);
    assert.ok(below.every((line) => line.startsWith('             ')));
  });

  it('has colours that all end, and the same text under them', () => {
    const init = { ...order, fields: [{ name: 'id', type: 'integer', values: [42n] }] } as const;
    const coloured = pretty(init, { isColoured: true, signer: 'ops_1' });
    const escapes = /\u001b\[(\d+)m/g;
    assert.equal(coloured.replace(escapes, ''), pretty(init, { signer: 'ops_1' }));
    const codes = [...coloured.matchAll(escapes)].map((match) => Number(match[1]));
    const isEnd = (code: number): boolean => [22, 39, 49].includes(code);
    assert.equal(codes.filter(isEnd).length, codes.filter((code) => !isEnd(code)).length);
    assert.ok(codes.includes(32));
  });
});
