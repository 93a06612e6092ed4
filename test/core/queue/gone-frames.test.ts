import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { GoneFrames } from '../../../packages/core/src/queue/gone-frames.ts';

function gone(...ranges: readonly (readonly [from: number, to: number])[]): GoneFrames {
  const frames = new GoneFrames();
  for (const [from, to] of ranges) frames.add(from, to);
  return frames;
}

/** Calls a function, and counts the searches of arrays meanwhile. */
function countSearches(run: () => void): number {
  const { findIndex } = Array.prototype;
  let count = 0;
  const counting = function (this: unknown[], ...args: Parameters<typeof findIndex>): number {
    count++;
    return findIndex.apply(this, args);
  };
  const replaceWith = (value: unknown): void =>
    void Reflect.defineProperty(Array.prototype, 'findIndex', { value, writable: true, configurable: true });
  replaceWith(counting);
  try {
    run();
  } finally {
    replaceWith(findIndex);
  }
  return count;
}

describe('the frames of a chunk that are gone', () => {
  const cases: readonly (readonly [ranges: readonly (readonly [number, number])[], head: number])[] = [
    [[], 0],
    [[[0, 1]], 1],
    [
      [
        [0, 1],
        [1, 4],
      ],
      4,
    ],
    [[[2, 3]], 0],
    [
      [
        [2, 3],
        [0, 1],
      ],
      1,
    ],
    [
      [
        [2, 3],
        [0, 2],
      ],
      3,
    ],
    [
      [
        [4, 6],
        [2, 4],
        [0, 2],
      ],
      6,
    ],
    [
      [
        [1, 2],
        [2, 4],
        [5, 6],
        [0, 1],
      ],
      4,
    ],
  ];
  for (const [ranges, head] of cases) {
    it(`are all before ${head} when they went as ${JSON.stringify(ranges)}`, () => {
      assert.equal(gone(...ranges).head, head);
    });
  }

  it('are none after they were cleared, those behind a gap included', () => {
    const frames = gone([0, 1], [2, 3]);
    frames.clear();
    assert.equal(frames.head, 0);
    frames.add(0, 2);
    assert.equal(frames.head, 2);
  });

  it('are one range when they go one after the other behind a gap', () => {
    const frames = gone(...Array.from({ length: 1000 }, (_, index) => [index + 1, index + 2] as const));
    assert.equal(
      countSearches(() => frames.add(0, 1)),
      2,
    );
    assert.equal(frames.head, 1001);
  });
});
