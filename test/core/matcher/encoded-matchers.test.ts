import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createMatcher, encodeMessage, type HekaMessage, Splitter } from 'heka-core';
import { compileExpression } from '../../../packages/core/src/matcher/compile-expression.ts';
import { EncodedMessage } from '../../../packages/core/src/matcher/encoded/encoded-message.ts';
import { compileEncodedTerm } from '../../../packages/core/src/matcher/encoded/encoded-term.ts';
import { parseExpression } from '../../../packages/core/src/matcher/parse-expression.ts';
import { matcherFrames, matcherVectors } from '../../support/messages/golden-vectors.ts';
import { arbitraryMessage } from '../../support/properties/arbitrary-message.ts';
import { propertyRuns } from '../../support/properties/property-runs.ts';
import { interpret, randomMessage, randomTree, textOf } from './random-matchers.ts';

const encoded = new EncodedMessage();

/** What a matcher says about a message as bytes, in the middle of others. */
function matchesEncoded(text: string, message: HekaMessage): boolean {
  const bytes = encodeMessage(message, { maxMessageBytes: 1e9 });
  const buffer = Buffer.concat([Buffer.alloc(7, 0x52), bytes, Buffer.alloc(7, 0x52)]);
  encoded.load({ buffer, start: 7, end: 7 + bytes.length });
  return compileExpression(parseExpression(text), compileEncodedTerm)(encoded);
}

const messages = new Splitter().push(matcherFrames).map((frame) => frame.message);

for (const { expression, matches } of matcherVectors) {
  if (matches === undefined || expression === 'TRUE TRUE') continue;
  test(`${expression} selects the same among encoded messages`, () => {
    const selected = messages.flatMap((message, index) =>
      matchesEncoded(expression, message) ? [index] : [],
    );
    assert.deepEqual(selected, matches);
  });
}

test('a matcher of encoded messages means what a plain interpreter says', (t) => {
  fc.assert(
    fc.property(randomTree, randomMessage, (tree, message) => {
      assert.equal(matchesEncoded(textOf(tree, ' ', '"'), message), interpret(tree, message));
    }),
    propertyRuns(t, 3000),
  );
});

/** A term about something that the message has, so that its value is read. */
const termAbout = (message: HekaMessage): fc.Arbitrary<string> =>
  fc.oneof(
    fc
      .constantFrom('Type', 'Logger', 'Payload', 'EnvVersion', 'Hostname', 'Uuid')
      .map((name) => `${name} >= "a"`),
    fc.constantFrom('Timestamp', 'Severity', 'Pid').map((name) => `${name} > 0`),
    ...message.fields
      .filter(({ name }) => /^[^\]\n\0]+$/.test(name))
      .map(({ name }) =>
        fc
          .tuple(fc.nat(1), fc.nat(40), fc.constantFrom('> 0', '!= NIL', '== TRUE', '>= "a"', '=~ /[a-f]/'))
          .map(([field, value, rest]) => `Fields[${name}][${field}][${value}] ${rest}`),
      ),
  );

test('a matcher says the same of any message and of its bytes', (t) => {
  const pairs = arbitraryMessage.chain((message) => fc.tuple(fc.constant(message), termAbout(message)));
  fc.assert(
    fc.property(pairs, ([message, text]) => {
      assert.equal(matchesEncoded(text, message), createMatcher(text)(wellFormed(message)));
    }),
    propertyRuns(t, 1500),
  );
});

/** Half a surrogate pair becomes U+FFFD in UTF-8. */
function wellFormed(message: HekaMessage): HekaMessage {
  const fix = (value: unknown): unknown => {
    if (typeof value === 'string') return Buffer.from(value).toString();
    if (Array.isArray(value)) return value.map(fix);
    if (value instanceof Uint8Array || typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, fix(member)]));
  };
  return fix(message) as HekaMessage;
}
