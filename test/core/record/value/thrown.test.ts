import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeThrownAt } from '../../../../packages/core/src/record/value/thrown.ts';

/** An error with a stack of somebody's making. */
function withStack(message: string, stack: unknown): object {
  return Object.assign(new Error(message), { stack });
}

const at = '    at mask (file:///app/log.mjs:7:9)';

const cases: readonly (readonly [what: string, error: unknown, expected: string])[] = [
  ['the usual stack', withStack('x', `Error: x\n${at}`), ' at mask (file:///app/log.mjs:7:9)'],
  ['no message', withStack('', `Error\n${at}`), ' at mask (file:///app/log.mjs:7:9)'],
  [
    'a code of Node.js',
    withStack('x', `TypeError [ERR_X]: x\n    at /app/log.js:7:9`),
    ' at /app/log.js:7:9',
  ],
  [
    'lines like a place in the message',
    withStack('x\n    at b:1:1', `Error: x\n    at b:1:1\n${at}`),
    ` ${at.trim()}`,
  ],
  ['a message that was changed', withStack('', `Error: hunter2\n    at hunter2:1:1\n${at}`), ''],
  ['a stack that is data', withStack('x', 'hunter 2: x\n    at hunter2:1:1'), ''],
  ['a stack that is not text', withStack('x', 5), ''],
  ['a long line', withStack('x', `Error: x\n    at ${'a'.repeat(400)}:1:1`), ''],
];

for (const [what, error, expected] of cases) {
  test(`the place that threw: ${what}`, () => {
    assert.equal(describeThrownAt(error), `[Throws: Error]${expected}`);
  });
}

test('the place that threw: what is not an error, or is hostile', () => {
  assert.equal(describeThrownAt('hunter2'), '[Throws: string]');
  assert.equal(describeThrownAt(undefined), '[Throws: undefined]');
  const hostile = {
    get stack(): never {
      throw new Error('hunter2');
    },
  };
  assert.equal(describeThrownAt(hostile), '[Throws: object]');
});
