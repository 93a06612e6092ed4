/**
 * HEKA_TEST_RUNS=100000 runs the properties that often, HEKA_TEST_SEED repeats a run.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createMatcher, HekaError } from 'heka-core';
import { propertyRuns } from '../../support/properties/property-runs.ts';
import { interpret, randomMessage, randomTree, textOf } from './random-matchers.ts';

const spaces = fc.constantFrom('', ' ', '\t', '\n  ');
const quotes = fc.constantFrom('"' as const, "'" as const);

test('a matcher means what a plain interpreter says', (t) => {
  let matches = 0;
  const messages = fc.array(randomMessage, { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(randomTree, spaces, quotes, messages, (tree, space, quote, candidates) => {
      const matcher = createMatcher(textOf(tree, space, quote));
      for (const message of candidates) {
        const expected = interpret(tree, message);
        assert.equal(matcher(message), expected);
        if (expected) matches++;
      }
    }),
    propertyRuns(t, 3000),
  );
  t.diagnostic(`${matches} matches`);
});

/** Wrong by construction: a matcher with a piece that cannot stand there. */
const broken = fc
  .tuple(
    randomTree,
    spaces,
    quotes,
    fc.constantFrom('(', ')', '&&', '"', '@', 'x', ' && ', '== 1', '/', '!', '\\', '[', ' || ('),
  )
  .chain(([tree, space, quote, piece]) => {
    const text = textOf(tree, space, quote);
    return fc.nat(text.length).map((at) => text.slice(0, at) + piece + text.slice(at));
  });

/** A matcher with some of its characters lost, doubled or replaced, or no matcher at all. */
const mangled = fc.oneof(
  fc
    .tuple(randomTree, spaces, quotes, fc.nat(), fc.nat(8), fc.string({ unit: 'binary', maxLength: 2 }))
    .map(([tree, space, quote, place, length, piece]) => {
      const text = textOf(tree, space, quote);
      const at = place % (text.length + 1);
      return text.slice(0, at) + piece + text.slice(at + length);
    }),
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc
    .array(
      fc.constantFrom('Type', '==', '"a"', 'Fields[a]', '(', ')', '&&', '/(/', '1', 'TRUE', 'NIL', '=~'),
      { maxLength: 8 },
    )
    .map((pieces) => pieces.join(' ')),
);

test('a text that is not a matcher is refused at a position in it', (t) => {
  const { numRuns, ...parameters } = propertyRuns(t, 10_000);
  let refused = 0;
  const property = fc.property(fc.oneof(broken, mangled), (text) => {
    if (isRefused(text)) refused++;
  });
  // Some of the texts are matchers by chance.
  for (let round = 0; refused < numRuns && round < 100; round++) {
    fc.assert(property, { ...parameters, seed: parameters.seed + round, numRuns });
  }
  t.diagnostic(`${refused} texts refused`);
  assert.ok(refused >= numRuns);
});

function isRefused(text: string): boolean {
  try {
    createMatcher(text);
    return false;
  } catch (error) {
    assert.ok(error instanceof HekaError, String(error));
    assert.equal(error.code, 'INVALID_MATCHER');
    const { position = -1 } = error;
    assert.ok(Number.isInteger(position) && position >= 0 && position <= text.length);
    assert.match(error.message, /^INVALID_MATCHER: .* at position \d+(?:; .*)?\n {2}.*\n {2} *\^$/u);
    return true;
  }
}
