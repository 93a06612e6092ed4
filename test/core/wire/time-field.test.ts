import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { winstonRecords } from '../../../packages/core/src/record/winston/winston-records.ts';
import { propertyRuns } from '../../support/properties/property-runs.ts';
import { readable, recordEncoder } from '../../support/records/record-messages.ts';

const encode = recordEncoder(winstonRecords);
const DAY_MS = 86_400_000;
const MAX_MS = 8_640_000_000_000_000;

function fieldOf(at: Date, name = 'at'): string | undefined {
  return readable(encode({ level: 'info', message: 'm', [name]: at }).bytes).fields[name];
}

const times: readonly number[] = [
  0,
  -1,
  1,
  DAY_MS - 1,
  DAY_MS,
  -DAY_MS,
  -DAY_MS - 1,
  Date.UTC(2026, 1, 28, 23, 59, 59, 999),
  Date.UTC(2028, 1, 29, 9, 8, 7, 6),
  Date.UTC(9999, 11, 31, 23, 59, 59, 999),
  Date.UTC(9999, 11, 31, 23, 59, 59, 999) + 1,
  -62_167_219_200_000,
  -62_167_219_200_001,
  MAX_MS,
  -MAX_MS,
];

test('a Date is the text that toISOString gives', (t) => {
  for (const time of times) assert.equal(fieldOf(new Date(time)), `string:${new Date(time).toISOString()}`);
  const around = fc.tuple(fc.constantFrom(...times), fc.integer({ min: -3 * DAY_MS, max: 3 * DAY_MS }));
  fc.assert(
    fc.property(
      around.map(([time, more]) => Math.min(Math.max(time + more, -MAX_MS), MAX_MS)),
      fc.constantFrom('at', 'a name of many characters, too many for a small field'.repeat(2)),
      (time, name) => {
        assert.equal(fieldOf(new Date(time), name), `string:${new Date(time).toISOString()}`);
      },
    ),
    propertyRuns(t, 1000),
  );
});

test('an invalid Date is no field', () => {
  assert.equal(fieldOf(new Date(Number.NaN)), undefined);
});

test('a Date with a toJSON or toISOString of its own is what that gives', () => {
  assert.equal(fieldOf(Object.assign(new Date(0), { toJSON: () => 'then' })), 'string:then');
  assert.equal(fieldOf(Object.assign(new Date(0), { toISOString: () => 'once' })), 'string:once');
});

test('Dates to which the application has given another method are what JSON makes of them', (t) => {
  const text = '1970-01-01T00:00:00.000Z';
  const { prototype } = Date;
  const cases: [name: keyof Date, method: () => unknown, expected: string | undefined][] = [
    ['toJSON', () => 'a date', 'string:a date'],
    ['toISOString', () => 'iso', 'string:iso'],
    ['getTime', () => 1, `string:${text}`],
    ['valueOf', () => Number.NaN, undefined],
    [Symbol.toPrimitive, () => Number.NaN, undefined],
  ];
  for (const [name, method, expected] of cases) {
    assert.equal(fieldOf(Object.defineProperty(new Date(0), name, { value: method })), expected);
    const given = Object.getOwnPropertyDescriptor(prototype, name) as PropertyDescriptor;
    t.after(() => Object.defineProperty(prototype, name, given));
    Object.defineProperty(prototype, name, { ...given, value: method });
    assert.equal(fieldOf(new Date(0)), expected);
    Object.defineProperty(prototype, name, given);
  }
});

test('a Date is right while its constructor is a mock, and afterwards', (t) => {
  const { Date: RealDate } = globalThis;
  t.after(() => {
    globalThis.Date = RealDate;
  });
  globalThis.Date = class extends RealDate {
    constructor() {
      super('2020-01-01T10:00:00Z');
    }
  } as DateConstructor;
  const mocked = new Date();
  mocked.setDate(mocked.getDate() + 30);
  assert.equal(fieldOf(mocked), 'string:2020-01-31T10:00:00.000Z');
  assert.equal(fieldOf(new RealDate('2020-01-31T23:00:00Z')), 'string:2020-01-31T23:00:00.000Z');
  globalThis.Date = RealDate;
  assert.equal(fieldOf(new Date('2020-01-31T22:00:00Z')), 'string:2020-01-31T22:00:00.000Z');
});

test('more Dates than the memory at hand has room for are all there', () => {
  const dates = Array.from(
    { length: 250 },
    (_, index) => [`${'at'.padEnd(60, '_')}${index}`, new Date(index)] as const,
  );
  const { bytes } = encode({ level: 'info', message: 'm', ...Object.fromEntries(dates) });
  assert.deepEqual(readable(bytes).fields, {
    level: 'string:info',
    ...Object.fromEntries(dates.map(([name, date]) => [name, `string:${date.toISOString()}`])),
  });
});

test('a Date with a message, where an error is expected, is an error', () => {
  const at = Object.assign(new Date(5), { message: 'm', stack: 's' });
  assert.equal(
    readable(encode({ level: 'info', message: 'm', err: at }).bytes).fields['err.message'],
    'string:m',
  );
});

test('an object that only looks like a Date is a field that says so', () => {
  assert.equal(fieldOf(Object.create(Date.prototype) as Date), 'string:[Throws: TypeError]');
});
