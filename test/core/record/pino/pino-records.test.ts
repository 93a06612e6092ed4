import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { isPinoLevel } from '../../../../packages/core/src/record/level-table.ts';
import { pinoHeadRules } from '../../../../packages/core/src/record/pino/pino-head.ts';
import {
  createPinoLineParser,
  PinoRecord,
  parsePinoLine,
} from '../../../../packages/core/src/record/pino/pino-line.ts';
import { pinoRecords } from '../../../../packages/core/src/record/pino/pino-records.ts';
import { decodeMessage } from '../../../../packages/core/src/wire/decode-message.ts';
import { readable, recordEncoder, thisHost } from '../../../support/records/record-messages.ts';

const BASE = '"time":1700000000123,"pid":42,"hostname":"h"';

function messageOf(
  line: string,
  options: Readonly<Record<string, unknown>> = {},
  levels?: Readonly<Record<string, number>>,
) {
  const encode = recordEncoder(pinoRecords, options, { levels });
  const fromText = encode(line).bytes;
  const rules = pinoHeadRules(
    { levelKey: undefined, timeKey: undefined, ...options },
    { isLevel: isPinoLevel, isTime: () => true },
  );
  const fromRecord = encode(createPinoLineParser(rules)(line)).bytes;
  assert.deepEqual(readable(fromRecord), readable(fromText));
  const { pid, hostname, timestamp, envVersion } = decodeMessage(fromText);
  return { ...readable(fromText), pid, hostname, timestamp, envVersion };
}

function fieldsOf(
  line: string,
  options?: Readonly<Record<string, unknown>>,
): Readonly<Record<string, string>> {
  return messageOf(line, options).fields;
}

/** The message of a record that is an object, as `createDelivery(options, pinoRecords)` takes it. */
function messageOfObject(record: object) {
  const { bytes } = recordEncoder(pinoRecords, { logger: undefined })(record);
  const { pid, hostname } = decodeMessage(bytes);
  return { ...readable(bytes), pid, hostname };
}

describe('an object as pino writes it', () => {
  const head = { level: 40, time: 1_700_000_000_123, pid: 42, hostname: 'h', name: 'shop' };

  test('gives its head as headers', () => {
    assert.deepEqual(messageOfObject({ ...head, order: 5, msg: 'text' }), {
      type: 'log',
      logger: 'shop',
      severity: 4,
      payload: 'text',
      pid: 42,
      hostname: 'h',
      fields: { level: 'string:warn', order: 'integer:5' },
    });
  });

  test('has no headers behind a member of the application', () => {
    const { level, time, ...base } = head;
    const { pid, hostname, fields } = messageOfObject({ level, time, order: 5, ...base, msg: 'text' });
    assert.deepEqual(
      { pid, hostname, fields },
      {
        pid: process.pid,
        hostname: thisHost,
        fields: {
          level: 'string:warn',
          order: 'integer:5',
          pid: 'integer:42',
          hostname: 'string:h',
          name: 'string:shop',
        },
      },
    );
  });

  test('keeps what it says if a getter throws', () => {
    const record = {
      ...head,
      get bad(): never {
        throw new TypeError('x');
      },
      order: 5,
      msg: 'text',
    };
    const { payload, fields } = messageOfObject(record);
    assert.deepEqual(
      { payload, fields },
      {
        payload: 'text',
        fields: { level: 'string:warn', bad: 'string:[Throws: TypeError]', order: 'integer:5' },
      },
    );
  });

  test('may have an object for its level, which is a field as well', () => {
    const { severity, fields } = messageOfObject({ level: { is: 50 }, time: 1_700_000_000_123, msg: 'text' });
    assert.equal(severity, 3);
    assert.equal(fields['level.is'] ?? fields['level_.is'], 'integer:50');
  });
});

describe('a line of pino', () => {
  test('gives its own members as headers', () => {
    assert.deepEqual(
      messageOf(`{"level":50,${BASE},"name":"shop","a":1,"msg":"text"}`, { logger: undefined }),
      {
        type: 'log',
        logger: 'shop',
        severity: 3,
        payload: 'text',
        pid: 42,
        hostname: 'h',
        timestamp: 1_700_000_000_123_000_000n,
        envVersion: '0.8',
        fields: { level: 'string:error', a: 'integer:1' },
      },
    );
  });

  test('without a base gives those of this process, and of the nearest package.json', () => {
    const { pid, hostname, logger, type } = messageOf('{"level":30,"msg":"text"}', { logger: undefined });
    assert.deepEqual(
      { pid, hostname, logger, type },
      { pid: process.pid, hostname: thisHost, logger: 'heka-js', type: 'log' },
    );
  });

  test('takes service for the logger if there is no name, and keeps it as a field', () => {
    const { logger, fields } = messageOf(`{"level":30,${BASE},"service":"cart","msg":"text"}`, {
      logger: undefined,
    });
    assert.equal(logger, 'cart');
    assert.deepEqual(fields, { level: 'string:info', service: 'string:cart' });
  });

  test('is overridden by options, and keeps as fields what they leave unused', () => {
    const line = `{"level":30,${BASE},"name":"shop","kind":"audit","msg":"text"}`;
    const options = {
      logger: 'mine',
      pid: 7,
      hostname: 'here',
      envVersion: '2',
      type: 'app',
      typeKey: 'kind',
      timeKey: false,
    };
    const { timestamp, ...message } = messageOf(line, options);
    assert.notEqual(timestamp, 1_700_000_000_123_000_000n);
    assert.deepEqual(message, {
      type: 'audit',
      logger: 'mine',
      severity: 6,
      payload: 'text',
      pid: 7,
      hostname: 'here',
      envVersion: '2',
      fields: {
        level: 'string:info',
        time: 'integer:1700000000123',
        pid: 'integer:42',
        hostname: 'string:h',
        name: 'string:shop',
      },
    });
  });

  const unusable: readonly (readonly [string, string, Readonly<Record<string, string>>])[] = [
    ['a time that is none', '"level":30,"time":"noon"', { time: 'string:noon' }],
    ['a pid that is none', '"level":30,"pid":"x"', { pid: 'string:x' }],
    ['a pid beyond 32 bits', '"level":30,"pid":4294967296', { pid: 'integer:4294967296' }],
    ['a hostname that is none', '"level":30,"hostname":{"a":1}', { 'hostname.a': 'integer:1' }],
    ['a message that is no text', '"level":30,"msg":{"a":1}', { 'msg.a': 'integer:1' }],
    ['a level that is none', '"level":{"a":1}', { 'level.a': 'integer:1' }],
    ['a level that is true', '"level":true', { level_: 'bool:true' }],
  ];
  for (const [what, members, fields] of unusable) {
    test(`keeps as a field ${what}`, () => {
      const { level: _, ...others } = fieldsOf(`{${members}}`);
      assert.deepEqual(others, fields);
    });
  }

  test('is not forged by members that come later', () => {
    const line = `{"level":30,${BASE},"name":"shop","a":1,"level":60,"time":1,"pid":1,"hostname":"evil","name":"root","level":10,"msg":"text"}`;
    const { severity, timestamp, pid, hostname, logger, fields } = messageOf(line, { logger: undefined });
    assert.deepEqual(
      { severity, timestamp, pid, hostname, logger },
      { severity: 6, timestamp: 1_700_000_000_123_000_000n, pid: 42, hostname: 'h', logger: 'shop' },
    );
    assert.deepEqual(fields, {
      level: 'string:info',
      a: 'integer:1',
      level_: 'integer:10',
      time: 'integer:1',
      pid: 'integer:1',
      hostname: 'string:evil',
      name: 'string:root',
    });
  });

  test('is not forged by the first member either', () => {
    const { severity, fields } = messageOf(`{"level":30,"time":1700000000123,"level":60,"a":1,"pid":9}`);
    assert.equal(severity, 6);
    assert.deepEqual(fields, {
      level: 'string:info',
      level_: 'integer:60',
      a: 'integer:1',
      pid: 'integer:9',
    });
  });

  test('is not forged by a name with escaped letters or spaces', () => {
    const { severity } = messageOf(`{"level":30,${BASE},"a":1,"\\u006cevel":60,"x":2}`);
    assert.equal(severity, 6);
    assert.equal(messageOf(`{"level":30,${BASE},"a":1,"level" :60}`).severity, 6);
  });

  test('is not forged beside a nested member of the same name', () => {
    const line = `{"level":30,${BASE},"user":{"level":1,"name":"x"},"level":60}`;
    const { severity, fields } = messageOf(line);
    assert.equal(severity, 6);
    assert.deepEqual(fields, {
      level: 'string:info',
      'user.level': 'integer:1',
      'user.name': 'string:x',
      level_: 'integer:60',
    });
  });

  test('is not forged by a name behind an integer', () => {
    const line = `{"level":30,"time":1700000000123,"0":"x","pid":1,"hostname":"evil","name":"root"}`;
    const { pid, hostname, logger, fields } = messageOf(line, { logger: undefined });
    assert.deepEqual({ pid, hostname, logger }, { pid: process.pid, hostname: thisHost, logger: 'heka-js' });
    assert.deepEqual(fields, {
      level: 'string:info',
      0: 'string:x',
      pid: 'integer:1',
      hostname: 'string:evil',
      name: 'string:root',
    });
  });

  test('has the last value of other repeated members at the place of the first', () => {
    assert.deepEqual(Object.entries(fieldsOf(`{"level":30,${BASE},"a":1,"b":2,"a":3,"level":1}`)), [
      ['level', 'string:info'],
      ['a', 'integer:3'],
      ['b', 'integer:2'],
      ['level_', 'integer:1'],
    ]);
  });

  test('keeps the digits of integers', () => {
    const line = `{"level":30,${BASE},"a":9007199254740993,"b":[1,-9223372036854775808],"c":{"d":[{"e":12345678901234567890123}]},"f":9223372036854775808,"g":1152921504606847000,"h":0.12345678901234567,"i":"9007199254740993","msg":"1234567890123456789"}`;
    assert.deepEqual(fieldsOf(line), {
      level: 'string:info',
      a: 'integer:9007199254740993',
      b: 'integer:1|-9223372036854775808',
      'c.d': 'string(json):[{"e":12345678901234567890123}]',
      f: 'string:9223372036854775808',
      g: 'integer:1152921504606847000',
      h: 'double:0.12345678901234566',
      i: 'string:9007199254740993',
    });
  });

  for (const [name, value, field] of [
    ['behind spaces', ' 9007199254740993', 'integer:9007199254740993'],
    ['that is negative', '-9007199254740993', 'integer:-9007199254740993'],
    ['at the start of an array', '[9007199254740993]', 'integer:9007199254740993'],
    ['in an array', '[1,9007199254740993]', 'integer:1|9007199254740993'],
    ['in an array, behind a line feed', '[1,\n9007199254740993]', 'integer:1|9007199254740993'],
    ['behind a decimal', '[0.1234567890123456789,9007199254740993]', undefined],
    ['behind a text of digits', '["1234567890123456",9007199254740993]', undefined],
  ] as const) {
    test(`keeps the digits of an integer ${name}`, () => {
      const line = `{"level":30,${BASE},"a":${value}}`;
      const parsed = parsePinoLine(line);
      assert.ok(parsed instanceof PinoRecord, 'the line was read again');
      if (field !== undefined) assert.equal(fieldsOf(line)['a'], field);
      const { a } = parsed.members as { readonly a: unknown };
      const sign = value.includes('-') ? -1n : 1n;
      assert.equal([a].flat().at(-1), sign * 9_007_199_254_740_993n);
    });
  }

  for (const value of ['0.12345678901234567', '"1234567890123456"', '"a-1234567890123456"', '1.5e3']) {
    test(`need not be read again for ${value}`, () => {
      assert.ok(!(parsePinoLine(`{"level":30,${BASE},"a":${value}}`) instanceof PinoRecord));
    });
  }

  test('may have its time in nanoseconds', () => {
    assert.equal(messageOf('{"level":30,"time":1700000000123456789}').timestamp, 1_700_000_000_123_456_789n);
    assert.equal(
      messageOf('{"level":30,"time":"2023-11-14T22:13:20.123456789Z"}').timestamp,
      1_700_000_000_123_456_789n,
    );
  });

  const levels: readonly (readonly [level: string, severity: number, label: string])[] = [
    ['60', 2, 'fatal'],
    ['50', 3, 'error'],
    ['40', 4, 'warn'],
    ['30', 6, 'info'],
    ['20', 7, 'debug'],
    ['10', 7, 'trace'],
    ['35', 6, '35'],
    ['45.5', 4, '45.5'],
    ['99', 2, '99'],
    ['0', 7, '0'],
    ['-5', 7, '-5'],
    ['"fatal"', 2, 'fatal'],
    ['"WARN"', 4, 'WARN'],
    ['"Notice"', 5, 'Notice'],
    ['"50"', 3, '50'],
    ['"mystery"', 6, 'mystery'],
  ];
  for (const [level, severity, label] of levels) {
    test(`with the level ${level} has severity ${severity}`, () => {
      const message = messageOf(`{"level":${level},"time":1700000000123,"msg":"text"}`);
      assert.equal(message.severity, severity);
      assert.deepEqual(message.fields, { level: `string:${label}` });
    });
  }

  test('without a time, and with a level that is an object, has its base behind all of the level part', () => {
    const record = { level: { label: 'error' }, severity: 'debug', pid: 7, hostname: 'h', msg: 'text' };
    for (const message of [messageOfObject(record), messageOf(JSON.stringify(record))]) {
      assert.deepEqual([message.severity, message.pid, message.hostname], [3, 7, 'h']);
      assert.deepEqual(Object.keys(message.fields), ['level', 'level.label', 'severity']);
    }
  });

  test('without a level has severity 6, and no field for it', () => {
    const { severity, fields } = messageOf('{"msg":"text","level_":1}');
    assert.equal(severity, 6);
    assert.deepEqual(fields, { level_: 'integer:1' });
  });

  test('may have custom levels, known by name or by number', () => {
    const custom = { audit: 35, notice: 32, emerg: 80, http: 5 };
    const of = (level: unknown) => messageOf(`{"level":${JSON.stringify(level)}}`, {}, custom);
    assert.deepEqual([of(35).severity, of(35).fields], [6, { level: 'string:audit' }]);
    assert.deepEqual([of(32).severity, of(32).fields], [5, { level: 'string:notice' }]);
    assert.deepEqual([of(80).severity, of(80).fields], [0, { level: 'string:emerg' }]);
    assert.deepEqual([of(5).severity, of(5).fields], [6, { level: 'string:http' }]);
    assert.deepEqual([of('audit').severity, of('audit').fields], [6, { level: 'string:audit' }]);
    assert.deepEqual([of(50).severity, of(50).fields], [3, { level: 'string:error' }]);
  });

  test('may have severities by option, by label or number', () => {
    const severities = { audit: 1, 45: 2, WARN: 5 };
    const of = (level: unknown) =>
      messageOf(`{"level":${JSON.stringify(level)}}`, { severities }, { audit: 35 }).severity;
    assert.deepEqual([of(35), of('AUDIT'), of(45), of(40), of('warn'), of(50)], [1, 1, 2, 5, 5, 3]);
  });

  test('may have other keys', () => {
    const line = '{"severity":"ERROR","ts":1700000000,"pid":42,"hostname":"h","level":"x","message":"text"}';
    const message = messageOf(line, { levelKey: 'severity', timeKey: 'ts', messageKey: 'message' });
    assert.equal(message.severity, 3);
    assert.equal(message.timestamp, 1_700_000_000_000_000_000n);
    assert.equal(message.payload, 'text');
    assert.deepEqual(message.fields, { level: 'string:ERROR', level_: 'string:x' });
  });

  test('may be the payload as JSON, as it came', () => {
    const line = `{"level":30,${BASE},"a":9007199254740993,"msg":"text"}`;
    const { payload, fields } = messageOf(line, { payload: 'json' });
    assert.equal(payload, line);
    assert.deepEqual(fields, { level: 'string:info', a: 'integer:9007199254740993' });
    assert.equal(messageOf(line, { payload: 'formatted' }).payload, 'text');
  });

  const texts = [
    'plain text',
    '',
    '{"broken":',
    '[1,2]',
    '"text"',
    '12',
    'null',
    '{"a":1} trailing',
    '\u001b[31mred',
  ];
  for (const text of texts) {
    test(`that is no JSON object is the payload: ${JSON.stringify(text)}`, () => {
      assert.equal(parsePinoLine(text), text);
      const { payload, severity, fields } = messageOf(text);
      assert.deepEqual({ payload, severity, fields }, { payload: text, severity: 6, fields: {} });
    });
  }
});
