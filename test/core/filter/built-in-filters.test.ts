import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  createMessage,
  type FilterFunction,
  severityMax,
  typeBlacklist,
  typeSeverityMax,
  typeWhitelist,
} from 'heka-core';
import { MessageFilter } from '../../../packages/core/src/filter/message-filter.ts';
import { encoderWith } from '../../support/messages/encoder-with.ts';

/** A filter, a message, and whether it passes. */
const cases: readonly (readonly [string, FilterFunction, { type?: string; severity?: number }, boolean])[] = [
  ['severityMax(4)', severityMax(4), { severity: 3 }, true],
  ['severityMax(4)', severityMax(4), { severity: 4 }, true],
  ['severityMax(4)', severityMax(4), { severity: 5 }, false],
  ['severityMax(0)', severityMax(0), { severity: 0 }, true],
  ['severityMax(6)', severityMax(6), {}, false],
  ["typeBlacklist(['a', 'b'])", typeBlacklist(['a', 'b']), { type: 'b' }, false],
  ["typeBlacklist(['a', 'b'])", typeBlacklist(['a', 'b']), { type: 'ab' }, true],
  ["typeBlacklist(['a', 'b'])", typeBlacklist(['a', 'b']), {}, true],
  ['typeBlacklist([])', typeBlacklist([]), { type: 'a' }, true],
  ["typeWhitelist(['a', 'b'])", typeWhitelist(['a', 'b']), { type: 'b' }, true],
  ["typeWhitelist(['a', 'b'])", typeWhitelist(['a', 'b']), { type: 'c' }, false],
  ['typeWhitelist([])', typeWhitelist([]), { type: 'a' }, false],
  ['typeSeverityMax({ a: 4 })', typeSeverityMax({ a: 4 }), { type: 'a', severity: 4 }, true],
  ['typeSeverityMax({ a: 4 })', typeSeverityMax({ a: 4 }), { type: 'a', severity: 5 }, false],
  ['typeSeverityMax({ a: 4 })', typeSeverityMax({ a: 4 }), { type: 'b', severity: 7 }, true],
  ['typeSeverityMax({ a: 1, b: 5 })', typeSeverityMax({ a: 1, b: 5 }), { type: 'b', severity: 6 }, false],
];

for (const [text, filter, headers, passes] of cases) {
  test(`${text} ${passes ? 'lets' : 'does not let'} ${JSON.stringify(headers)} pass`, () => {
    const message = createMessage(headers);
    assert.equal(filter(message), passes);
    const onThrown = (): never => assert.fail('nothing throws');
    assert.equal(new MessageFilter([filter], onThrown).passes(encoderWith(message)), passes);
  });
}

const wrong: readonly (readonly [string, () => unknown, RegExp])[] = [
  ['severityMax(8)', () => severityMax(8), /"severityMax" is 8, allowed: an integer from 0 to 7/],
  ['severityMax(-1)', () => severityMax(-1), /is -1/],
  ['severityMax("4")', () => severityMax('4' as unknown as number), /is "4"/],
  ['typeBlacklist("a")', () => typeBlacklist('a' as unknown as []), /an array of message types/],
  ['typeWhitelist([1])', () => typeWhitelist([1] as unknown as []), /"typeWhitelist\[0\]" is 1/],
  ['typeSeverityMax({ a: 9 })', () => typeSeverityMax({ a: 9 }), /"typeSeverityMax\.a" is 9/],
  ['typeSeverityMax(null)', () => typeSeverityMax(null as unknown as object as never), /an object/],
];

for (const [text, call, message] of wrong) {
  test(`${text} is refused`, () => {
    assert.throws(call, { code: 'INVALID_OPTION', message });
  });
}
