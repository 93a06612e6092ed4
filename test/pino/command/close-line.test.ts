import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { closeLine } from '../../../packages/pino/src/command/close-line.ts';

describe('a line that was cut', () => {
  const cases: readonly (readonly [cut: string, closed: string])[] = [
    ['{"level":60,"msg":"aaa', '{"level":60,"msg":"aaa"}'],
    ['{"level":60,"err":{"type":"E","message":"aa', '{"level":60,"err":{"type":"E","message":"aa"}}'],
    ['{"a":[1,[2,"x', '{"a":[1,[2,"x"]]}'],
    ['{"a":1,"long key', '{"a":1}'],
    ['{"a":1,"b":', '{"a":1}'],
    ['{"a":1,"b":12', '{"a":1}'],
    ['{"a":1,"b":tru', '{"a":1}'],
    ['{"a":{"b":1},"c":{', '{"a":{"b":1},"c":{}}'],
    ['{"a":[1,2', '{"a":[1]}'],
    ['{"a":1}', '{"a":1}'],
    ['{"a":"x\\', '{"a":"x"}'],
    ['{"a":"x\\\\', '{"a":"x\\\\"}'],
    ['{"a":"x\\u00', '{"a":"x"}'],
    ['{"a":"x\\u001f', '{"a":"x\\u001f"}'],
    ['{"a":"x\\"', '{"a":"x\\""}'],
    ['{"a":"{[,:', '{"a":"{[,:"}'],
    ['{', '{}'],
    ['not JSON', 'not JSON'],
    ['', ''],
  ];
  for (const [line, closed] of cases) {
    it(`${line} becomes ${closed}`, () => {
      assert.equal(closeLine(Buffer.from(line)).toString(), `${closed}\n`);
    });
  }

  it('keeps no half of a character', () => {
    const line = Buffer.from('{"a":"é€😀');
    const texts = Array.from({ length: 9 }, (_, less) =>
      JSON.parse(String(closeLine(line.subarray(0, line.length - less)))),
    ) as { a: string }[];
    assert.deepEqual(
      texts.map(({ a }) => a),
      ['é€😀', 'é€', 'é€', 'é€', 'é€', 'é', 'é', 'é', ''],
    );
  });

  it('stays as it is rather than lose a key of many kilobytes', () => {
    const line = `{"a":1,"${'k'.repeat(2000)}`;
    assert.equal(closeLine(Buffer.from(line)).toString(), `${line}\n`);
  });

  it('is JSON again wherever an object is cut, and begins as the object does', () => {
    fc.assert(
      fc.property(fc.object({ maxDepth: 3 }), fc.double({ min: 0, max: 1, noNaN: true }), (object, share) => {
        const whole = Buffer.from(JSON.stringify(object));
        const closed = closeLine(whole.subarray(0, 1 + Math.floor(share * (whole.length - 1))));
        const names = Object.keys(JSON.parse(closed.toString('utf8')) as object);
        const expected = Object.keys(JSON.parse(whole.toString('utf8')) as object);
        assert.ok(names.every((name) => expected.includes(name)));
      }),
      { numRuns: 1000 },
    );
  });
});
