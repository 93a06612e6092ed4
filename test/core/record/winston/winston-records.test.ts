import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import winston from 'winston';
import { winstonRecords } from '../../../../packages/core/src/record/winston/winston-records.ts';
import { decodeMessage } from '../../../../packages/core/src/wire/decode-message.ts';
import { readable, recordEncoder, thisHost } from '../../../support/records/record-messages.ts';
import { logged } from '../../../support/records/winston-message.ts';

const LEVEL = Symbol.for('level');
const MESSAGE = Symbol.for('message');

const { colorize, combine, printf } = winston.format;

describe('a record of winston', () => {
  test('has its headers from winston, the process and the package', () => {
    const encode = recordEncoder(winstonRecords, { logger: undefined });
    const decoded = decodeMessage(encode({ level: 'warn', message: 'm' }).bytes);
    const { type, logger, severity, pid, hostname, envVersion } = decoded;
    assert.deepEqual(
      { type, logger, severity, pid, hostname, envVersion },
      {
        type: 'log',
        logger: 'heka-js',
        severity: 4,
        pid: process.pid,
        hostname: thisHost,
        envVersion: '0.8',
      },
    );
    const age = BigInt(Date.now()) * 1_000_000n - decoded.timestamp;
    assert.ok(age > -1_000_000_000n && age < 60_000_000_000n, 'the time is now');
  });

  test('has the level by its symbol, never by the coloured text', () => {
    const message = logged((l) => l.warn('text'), {
      format: combine(
        colorize({ all: true }),
        printf(() => 'x'),
      ),
    });
    assert.equal(message.severity, 4);
    assert.equal(message.fields['level'], 'string:warn');
    const encode = recordEncoder(winstonRecords);
    assert.equal(readable(encode({ level: '\u001b[31merror\u001b[39m', message: 'm' }).bytes).severity, 3);
    assert.equal(
      readable(encode({ level: 'x', [LEVEL]: 'error', message: 'm' }).bytes).fields['level'],
      'string:error',
    );
  });

  test('has its time from timestamp', () => {
    const encode = recordEncoder(winstonRecords);
    const timeOf = (given: unknown): bigint =>
      decodeMessage(encode({ level: 'info', message: 'm', timestamp: given }).bytes).timestamp;
    assert.equal(timeOf('2023-11-14T22:13:20.123Z'), 1_700_000_000_123_000_000n);
    assert.equal(timeOf(new Date(1_700_000_000_123)), 1_700_000_000_123_000_000n);
    assert.equal(timeOf(1_700_000_000), 1_700_000_000_000_000_000n);
    const { fields } = readable(encode({ level: 'info', message: 'm', timestamp: '07:24:08' }).bytes);
    assert.equal(fields['timestamp'], 'string:07:24:08');
    const other = recordEncoder(winstonRecords, { timeKey: 'at' });
    assert.equal(
      decodeMessage(other({ level: 'info', message: 'm', at: 1 }).bytes).timestamp,
      1_000_000_000n,
    );
    const ignoring = recordEncoder(winstonRecords, { timeKey: false });
    const ignored = ignoring({ level: 'info', message: 'm', timestamp: 1 }).bytes;
    assert.equal(readable(ignored).fields['timestamp'], 'integer:1');
    assert.notEqual(decodeMessage(ignored).timestamp, 1_000_000_000n);
  });

  test('has its logger from option, label or service', () => {
    const encode = recordEncoder(winstonRecords, { logger: undefined });
    const of = (members: object) => readable(encode({ level: 'info', message: 'm', ...members }).bytes);
    assert.deepEqual(
      [of({ label: 'l', service: 's' }).logger, of({ label: 'l' }).fields],
      ['l', { level: 'string:info' }],
    );
    assert.deepEqual(
      [of({ service: 's' }).logger, of({ service: 's' }).fields['service']],
      ['s', 'string:s'],
    );
    assert.equal(of({ label: 'l'.repeat(300) }).logger, 'heka-js');
    const named = recordEncoder(winstonRecords, { logger: 'mine' });
    const { logger, fields } = readable(named({ level: 'info', message: 'm', label: 'l' }).bytes);
    assert.deepEqual([logger, fields['label']], ['mine', 'string:l']);
  });

  test('may be the payload as JSON or as formatted', () => {
    const info = { level: 'info', message: 'm', a: [1n], [MESSAGE]: 'formatted text' };
    const payloadOf = (payload: string, record: object): string | undefined =>
      readable(recordEncoder(winstonRecords, { payload })(record).bytes).payload;
    assert.equal(payloadOf('json', info), '{"level":"info","message":"m","a":[1]}');
    assert.equal(payloadOf('formatted', info), 'formatted text');
    assert.equal(payloadOf('formatted', { level: 'info', message: 'm' }), 'm');
  });

  test('may have another message key, and is then taken as it is', () => {
    const encode = recordEncoder(winstonRecords, { messageKey: 'text' });
    const { payload, fields } = readable(encode({ level: 'info', message: { a: 1 }, text: 't' }).bytes);
    assert.deepEqual([payload, fields], ['t', { level: 'string:info', 'message.a': 'integer:1' }]);
  });

  test('may have one argument left over behind those that stand in the text, whatever it is', () => {
    const encode = recordEncoder(winstonRecords);
    const refusal = (): never => {
      throw new RangeError('refused');
    };
    const circle: Record<string, unknown> = { a: 1 };
    circle['self'] = circle;
    const throwing = 'string:[Throws: RangeError]';
    const cases: [argument: unknown, fields: object][] = [
      [
        { level: 'x', message: 'y' },
        { level_: 'string:x', message: 'string:y' },
      ],
      [Object.create({ inherited: 1 }, { own: { value: 2, enumerable: true } }), { own: 'integer:2' }],
      [new Proxy({ b: 2 }, { getPrototypeOf: refusal }), { argument: throwing }],
      [new Proxy({ b: 2 }, { ownKeys: refusal }), { argument: throwing }],
      [new Proxy({ b: 2 }, { get: refusal }), { b: throwing }],
      [circle, { a: 'integer:1', 'self.a': 'integer:1', 'self.self': 'string:[Circular]' }],
      [null, {}],
      [5, {}],
    ];
    for (const name of ['service', 'label', 'timestamp', 'other']) {
      cases.push([
        Object.defineProperty({ b: 2 }, name, { get: refusal, enumerable: true }),
        { b: 'integer:2', [name]: throwing },
      ]);
    }
    for (const [argument, expected] of cases) {
      const info = { level: 'info', message: '%s', [Symbol.for('splat')]: ['a', argument] };
      const { payload, fields } = readable(encode(info).bytes);
      assert.deepEqual([payload, fields], ['a', { level: 'string:info', ...expected }]);
    }
  });

  test('have a getter of an argument that is left over read once, for its header as for its field', () => {
    let reads = 0;
    const argument = {
      get service(): string {
        return `s${++reads}`;
      },
    };
    const encode = recordEncoder(winstonRecords, { logger: undefined });
    const info = { level: 'info', message: '%s', [Symbol.for('splat')]: ['a', argument] };
    const { logger, fields } = readable(encode(info).bytes);
    assert.deepEqual([logger, fields['service'], reads], ['s1', 'string:s1', 1]);
  });

  test('have the level that each says, however often it comes', () => {
    const encode = recordEncoder(winstonRecords);
    for (const level of ['info', 'error', 'error', 'error', 'info', 'info', 'info', 'error']) {
      assert.equal(readable(encode({ level, message: 'm' }).bytes).fields['level'], `string:${level}`);
    }
  });

  test('need be no record at all', () => {
    const encode = recordEncoder(winstonRecords);
    for (const record of ['text', 5, null, undefined, true]) {
      const { payload, severity, fields } = readable(encode(record).bytes);
      assert.deepEqual([payload, severity, fields], [String(record), 6, {}]);
    }
    const revocable = Proxy.revocable({}, {});
    revocable.revoke();
    assert.equal(readable(encode(revocable.proxy).bytes).payload, '[Throws: TypeError]');
  });
});
