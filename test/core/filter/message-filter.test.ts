import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createMessage, type HekaMessage } from 'heka-core';
import { MessageFilter } from '../../../packages/core/src/filter/message-filter.ts';
import { readFilter } from '../../../packages/core/src/filter/read-filter.ts';
import { encoderWith } from '../../support/messages/encoder-with.ts';

const message = createMessage({
  type: 'access',
  severity: 6,
  fields: [{ name: 'status', type: 'integer', values: [200n] }],
});

function unexpected(thrown: unknown): never {
  return assert.fail(String(thrown));
}

test('a message passes if every filter lets it', () => {
  const passes = (...filters: readonly (string | (() => boolean))[]): boolean =>
    new MessageFilter(readFilter(filters), unexpected).passes(encoderWith(message));
  assert.equal(passes(), true);
  assert.equal(passes('Type == "access"', 'Fields[status] < 300'), true);
  assert.equal(passes('Type == "access"', 'Fields[status] < 200'), false);
  assert.equal(
    passes('Type == "access"', () => false),
    false,
  );
  assert.equal(
    passes('Type == "access"', () => true, 'Severity == 6'),
    true,
  );
  assert.equal(
    passes('Type == "access"', () => true, 'Severity == 5'),
    false,
  );
});

test('filters are asked in order, and none after one that refuses', () => {
  const asked: string[] = [];
  const ask = (name: string, answer: boolean) => (): boolean => {
    asked.push(name);
    return answer;
  };
  const filters = readFilter([ask('first', true), 'TRUE', ask('second', false), ask('third', true)]);
  assert.equal(new MessageFilter(filters, unexpected).passes(encoderWith(message)), false);
  assert.deepEqual(asked, ['first', 'second']);
});

test('functions get the message, one object for all of them, that cannot be changed', () => {
  const seen: HekaMessage[] = [];
  const keep = (given: HekaMessage): boolean => {
    seen.push(given);
    return true;
  };
  new MessageFilter([keep, keep], unexpected).passes(encoderWith(message));
  assert.deepEqual(seen[0], message);
  assert.equal(seen[0], seen[1]);
  assert.throws(() => Object.assign(seen[0] ?? {}, { type: 'other' }), TypeError);
});

test('a function that throws lets the message pass, and what it threw is reported', () => {
  const thrown: unknown[] = [];
  const mistake = new TypeError('a mistake');
  const fail = (): never => {
    throw mistake;
  };
  const filter = new MessageFilter([fail, ...readFilter('Type == "access"')], (error) => thrown.push(error));
  assert.equal(filter.passes(encoderWith(message)), true);
  assert.deepEqual(thrown, [mistake]);
});

test('a function may filter another message while it is asked', () => {
  const other = encoderWith(createMessage({ type: 'other', severity: 1 }));
  const filter: MessageFilter = new MessageFilter(
    readFilter([
      'TRUE',
      ({ type }: HekaMessage) => type === 'other' || !filter.passes(other),
      'Type == "access"',
    ]),
    unexpected,
  );
  assert.equal(filter.passes(encoderWith(message)), true);
});

const wrong: readonly (readonly [string, unknown, RegExp])[] = [
  ['a number', 5, /option "filter" is 5, allowed: the text of a matcher, a function, or an array of these/],
  ['null', null, /option "filter" is null/],
  ['an object', {}, /option "filter" is an object/],
  ['an array with a number', ['TRUE', 5], /option "filter\[1\]" is 5/],
  [
    'an asynchronous function',
    async () => Promise.resolve(true),
    /is an async function, allowed: .*; an async function answers too late/,
  ],
  [
    'a text that is no matcher',
    'Type = "a"',
    /option "filter" is not a matcher: .* at position 5; .*\n {2}Type = "a"\n {7}\^/,
  ],
  ['an array with such a text', ['TRUE', 'x'], /option "filter\[1\]" is not a matcher/],
];

for (const [what, value, expected] of wrong) {
  test(`${what} is refused as a filter`, () => {
    assert.throws(() => readFilter(value), { code: 'INVALID_OPTION', message: expected });
  });
}
