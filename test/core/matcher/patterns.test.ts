import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createMatcher, type HekaMessage } from 'heka-core';
import { RE2JS } from 're2js';
import { createPattern } from '../../../packages/core/src/matcher/value/pattern.ts';
import { propertyRuns } from '../../support/properties/property-runs.ts';

function withPayload(payload: string): HekaMessage {
  return { uuid: new Uint8Array(16), timestamp: 0n, payload, fields: [] };
}

// Backtracking would take longer than the universe has for these, and quadratic time days.
for (const source of ['(a+)+$', '^(a|aa)*$', '(.*a){12}b', '^(a?){30}a{30}$', '((a*)*)*b']) {
  test(`/${source}/ takes no more than linear time`, () => {
    const matcher = createMatcher(`Payload =~ /${source}/`);
    assert.equal(matcher(withPayload(`${'a'.repeat(1_000_000)}!`)), false);
  });
}

const units = fc.constantFrom('a', 'b', '.', '-', ' ', 'é', '😀');
const escaped = fc.oneof(
  units,
  fc.constantFrom('\\.', '\\-', '\\/', '\\\\', '\\$', '\\^', '^', '$', '[ab]', 'a*', '\\d'),
);

test('a fixed text matches as RE2 says, in text and in bytes', (t) => {
  const sources = fc
    .tuple(fc.constantFrom('', '^'), fc.array(escaped, { maxLength: 4 }), fc.constantFrom('', '$'))
    .map(([start, middle, end]) => start + middle.join('') + end);
  const values = fc.array(fc.oneof(units, fc.constantFrom('\\', '$', '^', '/')), { maxLength: 6 });
  fc.assert(
    fc.property(sources, values, fc.nat(3), (source, characters, offset) => {
      const value = characters.join('');
      const expected = RE2JS.compile(source).test(value);
      const pattern = createPattern(source);
      assert.equal(pattern.test(value), expected);
      // What stands before and after the value is not part of it.
      const around = Buffer.from('a.b'.slice(0, offset));
      const bytes = Buffer.concat([around, Buffer.from(value), Buffer.from('ab')]);
      assert.equal(pattern.testBytes(bytes, offset, bytes.length - 2), expected);
    }),
    propertyRuns(t, 2000),
  );
});

test('RE2 syntax is understood, and what RE2 does not have is refused', () => {
  const matches = (source: string, payload: string): boolean =>
    createMatcher(`Payload =~ /${source}/`)(withPayload(payload));
  assert.equal(matches('(?i)ERROR', 'an error'), true);
  assert.equal(matches('(?s)a.b', 'a\nb'), true);
  assert.equal(matches('a.b', 'a\nb'), false);
  assert.equal(matches('end$', 'the end\n'), false);
  assert.equal(matches('^\\pL+$', 'Größe'), true);
  assert.equal(matches('^.$', '😀'), true);
  assert.equal(matches('^[[:digit:]]+\\z', '42'), true);
  assert.equal(matches('(?P<verb>GET|PUT) ', 'PUT /'), true);
  assert.equal(matches('\\Qa.b\\E', 'a.b'), true);
  for (const source of [
    '(?=a)',
    '(?<=a)b',
    '(a)\\1',
    'a++',
    '(?>a)',
    '[z-a]',
    'a{1001}',
    '((a{100}){100}){100}',
  ]) {
    assert.throws(() => createMatcher(`Payload =~ /${source}/`), { code: 'INVALID_MATCHER' }, source);
  }
});

test('%TIMESTAMP% in a regular expression is taken literally, as heka 0.11 does', () => {
  const matcher = createMatcher('Fields[created] =~ /%TIMESTAMP%/');
  const message = withPayload('');
  const created = (value: string): HekaMessage => ({
    ...message,
    fields: [{ name: 'created', type: 'string', values: [value] }],
  });
  assert.equal(matcher(created('2024-01-01T00:00:00Z')), false);
  assert.equal(matcher(created('%TIMESTAMP%')), true);
});
