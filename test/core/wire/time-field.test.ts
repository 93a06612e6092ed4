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

test('Dates to which the application has given another toJSON are what that gives', (t) => {
  t.mock.method(Date.prototype, 'toJSON', () => 'a date');
  assert.equal(fieldOf(new Date(0)), 'string:a date');
});

test('an object that only looks like a Date is a field that says so', () => {
  assert.equal(fieldOf(Object.create(Date.prototype) as Date), 'string:[Throws: TypeError]');
});
