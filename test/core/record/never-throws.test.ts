import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { messageRecords } from '../../../packages/core/src/record/message-records.ts';
import { pinoHeadRules } from '../../../packages/core/src/record/pino/pino-head.ts';
import { createPinoLineParser, parsePinoLine } from '../../../packages/core/src/record/pino/pino-line.ts';
import { pinoRecords } from '../../../packages/core/src/record/pino/pino-records.ts';
import { winstonRecords } from '../../../packages/core/src/record/winston/winston-records.ts';
import { decodeMessage } from '../../../packages/core/src/wire/decode-message.ts';
import { readable, recordEncoder } from '../../support/records/record-messages.ts';

const LEVEL = Symbol.for('level');
const SPLAT = Symbol.for('splat');
const MAX_BYTES = 4096;

/** Options under which everything happens with little data. */
const tight = {
  maxMessageBytes: MAX_BYTES,
  maxFields: 20,
  maxDepth: 3,
  typeKey: 'type',
  nestedKey: 'nested',
  fieldTypes: { a: { type: 'integer' }, b: { type: 'string', representation: 'x' }, err: { type: 'bytes' } },
  fields: { env: 'test', a: 1 },
};

/** Makes a value: values themselves cannot be generated, since the generator would touch them. */
type Maker = () => unknown;

/** Things that go wrong when they are touched. */
const hostileMakers: readonly Maker[] = [
  () => Proxy.revocable({}, {}),
  () => revoked({}),
  () => revoked([]),
  () => revoked(() => 1),
  () => new Proxy({ a: 1 }, { get: fail }),
  () => new Proxy({ a: 1 }, { ownKeys: fail }),
  () => new Proxy({ a: 1 }, { getPrototypeOf: fail }),
  () => new Proxy({ a: 1 }, { getOwnPropertyDescriptor: fail }),
  () => new Proxy([1], { get: fail }),
  () => new Proxy(new Error('x'), { get: fail }),
  () => Object.freeze(new Error('frozen')),
  () => Object.defineProperty(new Error('x'), 'stack', { get: fail }),
  () => Object.defineProperty({}, 'message', { get: fail, enumerable: true }),
  () => ({ toJSON: fail }),
  () => ({ toJSON: () => revoked({}) }),
  () => ({ toJSON: selfGiving }),
  () => ({
    get a(): never {
      return fail();
    },
  }),
  () => ({
    get a(): never {
      throw revoked({});
    },
  }),
  () => ({ type: 'Buffer', data: revoked([]) }),
  () => Object.assign(Object.create({ inherited: 1 }), { own: revoked({}) }),
  () => cycle(),
  () => chain(5000),
  () => wide(30),
  () => cube(5),
  () => Object.assign(new Error('loop'), { cause: 0 }),
  () => causes(300),
  () => new Date(Number.NaN),
  () => Object(Symbol('s')),
  () => '\ud800'.repeat(20),
  () => '😀'.repeat(3000),
  () => Array.from({ length: 20_000 }, (_, index) => index),
  () => Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`k${index}`, index])),
];

const hostile = fc.constantFrom(...hostileMakers);

/** Things that have no end if each part is looked at wherever it stands, or that are much larger than a message. */
const endless: readonly Maker[] = [
  () => mesh(12, 12, null),
  () => mesh(30, 8, undefined),
  () => [mesh(12, 12, undefined)],
  () =>
    repeated(
      250,
      Array.from({ length: 65_536 }, (_, index) => index),
    ),
  () => repeated(250, Buffer.alloc(1_000_000)),
  () => repeated(2000, 'x'.repeat(4000)),
  () => Array.from({ length: 5000 }, () => 'x'.repeat(60_000)),
  () => Array.from({ length: 5000 }, () => Buffer.alloc(60_000)),
  () => Array.from({ length: 2000 }, () => manyUndefined),
  () => aggregates(3, 30),
  () => Object.assign(new Error('x'), { errors: mesh(2, 30, new Error('last')) }),
];

function fail(): never {
  throw new RangeError('touched');
}

function revoked(target: object): object {
  const { proxy, revoke } = Proxy.revocable(target, {});
  revoke();
  return proxy;
}

function selfGiving(): object {
  return { again: { toJSON: selfGiving }, nested: { toJSON: selfGiving } };
}

function cycle(): object {
  const map = new Map<string, unknown>();
  const list: unknown[] = [map];
  map.set('list', list);
  return { map, list, set: new Set([map, list]) };
}

function chain(levels: number): object {
  let value: object = {};
  for (let level = 0; level < levels; level++) value = level % 2 === 0 ? { value } : [value];
  return value;
}

/** 2^levels leaves. */
function wide(levels: number): object {
  let value: object = { leaf: 1 };
  for (let level = 0; level < levels; level++) value = { a: value, b: value };
  return value;
}

/** 100^levels leaves: as many as are printed of an array, on as many levels as are printed. */
function cube(levels: number): unknown[] {
  let value: unknown[] = [1];
  for (let level = 0; level < levels; level++) value = Array.from({ length: 100 }, () => value);
  return value;
}

/** `width` names for the same thing, on so many levels. */
function mesh(width: number, levels: number, leaf: unknown): unknown {
  let value = leaf;
  for (let level = 0; level < levels; level++) value = repeated(width, value);
  return value;
}

function repeated(count: number, value: unknown): object {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, value]));
}

const manyUndefined = new Map(Array.from({ length: 5000 }, (_, index) => [`k${index}`, undefined]));

function aggregates(width: number, levels: number): Error {
  let error = new Error('last');
  for (let level = 0; level < levels; level++) {
    error = new AggregateError(
      Array.from({ length: width }, () => error),
      `a${level}`,
      { cause: error },
    );
  }
  return error;
}

function causes(levels: number): Error {
  let error = new Error('last');
  for (let level = 0; level < levels; level++) error = new Error(`e${level}`, { cause: error });
  return error;
}

const key = fc.oneof(
  fc.constantFrom(
    'a',
    'b',
    'err',
    'type',
    'level',
    'message',
    'msg',
    'time',
    'timestamp',
    'metadata',
    'nested',
    'stack',
    'cause',
    'label',
    'service',
    '__proto__',
    'toJSON',
    'truncated',
    'fields_rest',
    '0',
    'a.b',
    '',
  ),
  fc.string({ maxLength: 8 }),
);

const scalar: fc.Arbitrary<Maker> = fc
  .oneof(
    fc.string({ unit: 'binary', maxLength: 200 }),
    fc.integer(),
    fc.double(),
    fc.bigInt(),
    fc.boolean(),
    fc.constantFrom(null, undefined, Number.NaN, Symbol('s'), 2 ** 60),
    fc.date({ noInvalidDate: false }),
    fc.uint8Array(),
    fc.float64Array({ maxLength: 4 }),
  )
  .map((value) => () => value);

const { value } = fc.letrec<{ value: Maker }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    scalar,
    hostile,
    fc.array(tie('value'), { maxLength: 5 }).map((makers) => () => makers.map((make) => make())),
    members(tie('value')),
    fc
      .array(fc.tuple(tie('value'), tie('value')), { maxLength: 3 })
      .map((entries) => () => new Map(entries.map(([name, make]) => [name(), make()]))),
    fc.array(tie('value'), { maxLength: 3 }).map((makers) => () => new Set(makers.map((make) => make()))),
    members(tie('value')).map((make) => () => Object.assign(new Error('made'), withoutReadOnly(make()))),
  ),
}));

function members(of: fc.Arbitrary<Maker>): fc.Arbitrary<() => object> {
  return fc
    .array(fc.tuple(key, of), { maxLength: 6 })
    .map((entries) => () => Object.fromEntries(entries.map(([name, make]) => [name, make()])));
}

function withoutReadOnly(members: object): object {
  return Object.fromEntries(Object.entries(members).filter(([name]) => name !== '__proto__'));
}

function assertSound(encoded: ReturnType<ReturnType<typeof recordEncoder>>): void {
  assert.equal(encoded.drop, '');
  assert.ok(encoded.bytes.length <= MAX_BYTES, `${encoded.bytes.length} bytes`);
  assert.equal(decodeMessage(encoded.bytes).uuid.length, 16);
  readable(encoded.bytes);
}

describe('whatever is logged', () => {
  test('winston records never throw, and give messages that fit, with each name once', () => {
    const encode = recordEncoder(winstonRecords, tight, { defaultMeta: { a: 1 } });
    const splats = fc.option(fc.array(value, { maxLength: 3 }), { nil: undefined });
    fc.assert(
      fc.property(value, value, value, splats, (record, message, level, splat) => {
        assertSound(encode(record()));
        const own = {
          message: message(),
          level: level(),
          [LEVEL]: level(),
          [SPLAT]: splat?.map((make) => make()),
        };
        assertSound(encode(safely(record() as object, own)));
        assertSound(encode(safely(record() as object, { ...own, message: 'text %s %d', level: 'info' })));
      }),
      { numRuns: 200 },
    );
  });

  test('hostile and endless values are taken in any place of a call of winston', () => {
    const encoders = [tight, { maxMessageBytes: MAX_BYTES }].map((options) =>
      recordEncoder(winstonRecords, options),
    );
    // A message that is to be dropped is left as it was when it was found to be too large.
    const whole = recordEncoder(winstonRecords, { maxMessageBytes: MAX_BYTES, oversize: 'drop' });
    const calls: [message: string, splat: (value: unknown) => unknown[]][] = [
      ['text', (value) => [value]],
      ['text', (value) => [1, value]],
      ['text', (value) => [{ a: 1 }, value]],
      ['text', (value) => [{ value }]],
      ['text', (value) => [[value]]],
      ['%s', (value) => [value]],
      ['%j', (value) => [value]],
      ['%o', (value) => [value]],
      ['%O', (value) => [value]],
      ['%d %%', (value) => [value, value]],
    ];
    for (const make of [...hostileMakers, ...endless]) {
      for (const [message, splat] of calls) {
        const info = { message, level: 'info', [LEVEL]: 'info', [SPLAT]: splat(make()) };
        for (const encode of encoders) assertSound(encode(info));
        const { length } = whole(info).bytes;
        assert.ok(length <= 64 * MAX_BYTES, `${length} bytes of ${String(make)}`);
      }
    }
  });

  test('pino records never throw, and give messages that fit, with each name once', () => {
    const encode = recordEncoder(pinoRecords, tight, { levels: { audit: 35 } });
    fc.assert(
      fc.property(value, value, (record, level) => {
        assertSound(encode(record()));
        assertSound(encode(safely({ level: level() }, record() as object)));
      }),
      { numRuns: 200 },
    );
  });

  test('any line gives a message, through the line reader or as text', () => {
    const encode = recordEncoder(pinoRecords, tight);
    const parse = createPinoLineParser(
      pinoHeadRules(
        { levelKey: 'l"(', timeKey: 'a' },
        { isLevel: (value) => value === 1, isTime: () => true },
      ),
    );
    const json = fc.json({ maxDepth: 5, noUnicodeString: false });
    const line = fc.oneof(
      fc.string({ unit: 'binary' }),
      json,
      json.map((text) => `{"level":30,"time":1,"a":${text},"level":${text}}`),
    );
    fc.assert(
      fc.property(line, (text) => {
        assertSound(encode(parsePinoLine(text)));
        assertSound(encode(parse(text)));
        assertSound(encode(text));
      }),
      { numRuns: 500 },
    );
  });

  test('what is no message is dropped, and told', () => {
    const encode = recordEncoder(messageRecords, { maxMessageBytes: MAX_BYTES });
    fc.assert(
      fc.property(value, (message) => {
        const { bytes, drop } = encode(message());
        if (drop === '') assert.ok(decodeMessage(bytes));
        else assert.equal(drop, 'encode');
      }),
      { numRuns: 200 },
    );
  });
});

/** Copies members over others as loggers do; what cannot be copied is logged as it is. */
function safely(...parts: readonly object[]): unknown {
  try {
    return Object.assign({}, ...parts);
  } catch {
    return parts.at(-1);
  }
}
