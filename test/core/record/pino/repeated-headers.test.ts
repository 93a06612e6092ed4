import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createRepeatFinder } from '../../../../packages/core/src/record/pino/repeated-headers.ts';

const KEYS = ['level', 'time', 'pid', 'hostname', 'name'];
const HEAD = '{"level":30,"time":1700000000123,"pid":42,"hostname":"h"';

/** Whether a name is found to be repeated in the line with these members behind its head. */
function isRepeated(members: string, keys = KEYS): boolean {
  const line = `${HEAD},${members}}`;
  return createRepeatFinder(keys)(line, JSON.parse(line) as object);
}

describe('the name of a header is not repeated', () => {
  const cases = [
    '"a":1,"msg":"text"',
    '"user":{"name":"x"}',
    '"user":{"name":"x","pid":1,"more":[{"time":2},{"level":{"level":3}}]},"msg":"text"',
    '"msg":"the \\"name\\": x"',
    '"name":"shop","user":{"name":"x"}',
  ];
  for (const members of cases) test(`by ${members}`, () => assert.equal(isRepeated(members), false));
});

describe('the name of a header may be repeated', () => {
  const cases = [
    '"a":1,"level":60',
    '"a":1,"level" : 60',
    '"user":{"name":"x"},"pid":1',
    '"pid":1,"user":{"name":"x"}',
    '"level":10,"user":{"level":1}',
    '"a":1,"\\u006cevel":60',
    '"a":{"\\u006cevel":60},"level":1',
    '"user":{"name":"x","name":"y"}',
    `"a":${'{"a":'.repeat(9)}{"name":1}${'}'.repeat(9)}`,
  ];
  for (const members of cases) test(`by ${members}`, () => assert.equal(isRepeated(members), true));

  test('if its letters may be spelled in several ways', () => {
    const line = '{"é":30,"a":{"\\u00e9":1},"é":60}';
    assert.equal(createRepeatFinder(['é'])(line, JSON.parse(line) as object), true);
  });
});
