import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { FrameRun, FrameStore } from '../../../packages/core/src/queue/frame-store.ts';
import { createMemoryQueue } from '../../../packages/core/src/queue/memory-queue.ts';
import type { OverflowPolicy } from '../../../packages/core/src/queue/queue-options.ts';

const MIB = 1_048_576;

/** A frame that tells its number, its severity and, by its filling, whether it was damaged. */
function frame(number: number, bytes: number): Buffer {
  const buffer = Buffer.alloc(Math.max(8, bytes), number & 0xff);
  buffer.writeUInt32BE(number, 0);
  buffer.writeUInt32BE(buffer.length, 4);
  return buffer;
}

/** Reads the numbers of the frames in a run, checking every byte. */
function numbers(run: FrameRun): number[] {
  const bytes = run.bytes();
  const found: number[] = [];
  for (let offset = 0; offset < bytes.length; ) {
    const number = bytes.readUInt32BE(offset);
    const length = bytes.readUInt32BE(offset + 4);
    assert.ok(bytes.subarray(offset + 8, offset + length).every((byte) => byte === (number & 0xff)));
    found.push(number);
    offset += length;
  }
  assert.equal(found.length, run.frames);
  return found;
}

function open(overflow: OverflowPolicy, maxBytes = MIB): { queue: FrameStore; dropped: () => number } {
  let dropped = 0;
  const queue = createMemoryQueue(
    { maxBytes, overflow },
    {
      dropped: (frames) => {
        dropped += frames;
      },
      reclaim: () => false,
    },
  );
  return { queue, dropped: () => dropped };
}

function push(queue: FrameStore, number: number, bytes: number, severity = 6): boolean {
  const source = Buffer.concat([Buffer.from('head'), frame(number, bytes)]);
  queue.time = number;
  return queue.push(source, 4, source.length, severity);
}

function drain(queue: FrameStore): number[] {
  const all: number[] = [];
  for (let run = queue.take(65_536); run !== undefined; run = queue.take(65_536)) {
    all.push(...numbers(run));
    queue.release(run);
  }
  return all;
}

const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, i) => from + i);

describe('the memory queue', () => {
  it('gives frames back in order and untouched, frames above 64 KiB included', () => {
    const { queue } = open('drop-oldest');
    const bytesEach = [10, 65_536, 65_700, 300, 40_000, 40_000, 12];
    bytesEach.forEach((bytes, number) => assert.ok(push(queue, number, bytes)));
    assert.deepEqual(drain(queue), range(0, bytesEach.length));
    assert.equal(queue.retainedBytes, 0);
    assert.equal(queue.pendingBytes, 0);
  });

  it('replays what was put back first, in the order of acceptance', () => {
    const { queue } = open('drop-oldest');
    for (let number = 0; number < 300; number++) push(queue, number, 1_000);
    const first = queue.take(10_000) as FrameRun;
    const second = queue.take(10_000) as FrameRun;
    queue.putBack([second]);
    queue.putBack([first]);
    assert.equal(queue.firstUnsentOrdinal, 0);
    assert.deepEqual(drain(queue), range(0, 300));
  });

  it('takes whole frames within the limit, and one if none fits', () => {
    const { queue } = open('drop-oldest');
    for (let number = 0; number < 5; number++) push(queue, number, 100);
    assert.deepEqual(numbers(queue.take(250) as FrameRun), [0, 1]);
    assert.deepEqual(numbers(queue.take(1) as FrameRun), [2]);
    assert.deepEqual(numbers(queue.take(1_000) as FrameRun), [3, 4]);
    assert.equal(queue.take(1), undefined);
  });

  it('drop-oldest keeps the newest frames and counts the others', () => {
    const { queue, dropped } = open('drop-oldest');
    for (let number = 0; number < 5_000; number++) assert.ok(push(queue, number, 700));
    const kept = drain(queue);
    assert.ok(kept.length > 1_000);
    assert.deepEqual(kept, range(5_000 - kept.length, 5_000));
    assert.equal(dropped() + kept.length, 5_000);
  });

  it('drop-newest keeps the oldest frames and refuses the others', () => {
    const { queue, dropped } = open('drop-newest');
    const accepted = range(0, 5_000).filter((number) => push(queue, number, 700));
    assert.deepEqual(accepted, range(0, accepted.length));
    assert.deepEqual(drain(queue), accepted);
    assert.equal(dropped(), 0);
  });

  it('drop-lowest-severity keeps the severe frames, in order', () => {
    const { queue, dropped } = open('drop-lowest-severity');
    const severityOf = (number: number): number => (number % 10 === 0 ? 3 : number % 2 === 0 ? 6 : 7);
    let refused = 0;
    for (let number = 0; number < 8_000; number++) {
      if (!push(queue, number, 700, severityOf(number))) refused++;
    }
    const kept = drain(queue);
    assert.deepEqual(
      kept,
      [...kept].sort((a, b) => a - b),
    );
    const errors = kept.filter((number) => severityOf(number) === 3);
    assert.deepEqual(
      errors,
      range(0, 8_000).filter((number) => severityOf(number) === 3),
    );
    assert.equal(kept.length + dropped() + refused, 8_000);
  });

  it('drop-lowest-severity refuses a frame that is less severe than all others', () => {
    const { queue, dropped } = open('drop-lowest-severity');
    let number = 0;
    while (push(queue, number, 700, 3) && dropped() === 0) number++;
    const before = queue.pendingFrames;
    for (let i = 0; i < 1_000; i++) push(queue, 100_000 + i, 700, 7);
    const kept = drain(queue);
    assert.ok(kept.filter((one) => one < 100_000).length >= before - 1);
  });

  it('never moves or drops frames in flight', () => {
    for (const overflow of ['drop-oldest', 'drop-newest', 'drop-lowest-severity'] as const) {
      const { queue } = open(overflow);
      for (let number = 0; number < 500; number++) push(queue, number, 700, 7);
      const taken: FrameRun[] = [];
      for (let i = 0; i < 4; i++) taken.push(queue.take(65_536) as FrameRun);
      const views = taken.map((run) => run.bytes());
      const before = views.map((view) => Buffer.from(view));
      for (let number = 500; number < 5_000; number++) push(queue, number, 700, number % 8);
      views.forEach((view, i) => assert.ok(view.equals(before[i] as Buffer), overflow));
    }
  });

  it('retains no more than its limit, and at most 1.2 times the frames of a typical size', () => {
    const { queue } = open('drop-newest', 8 * MIB);
    for (let number = 0; push(queue, number, 680); number++);
    assert.ok(queue.retainedBytes <= 8 * MIB);
    assert.ok(queue.retainedBytes <= 1.2 * queue.pendingBytes);
  });

  it('equals a plain list under any sequence of operations', () => {
    const operation = fc.oneof(
      {
        weight: 8,
        arbitrary: fc.record({
          kind: fc.constant('push' as const),
          bytes: fc.integer({ min: 8, max: 70_000 }),
        }),
      },
      {
        weight: 8,
        arbitrary: fc.record({ kind: fc.constant('push' as const), bytes: fc.integer({ min: 8, max: 900 }) }),
      },
      {
        weight: 4,
        arbitrary: fc.record({
          kind: fc.constant('take' as const),
          bytes: fc.integer({ min: 1, max: 80_000 }),
        }),
      },
      { weight: 2, arbitrary: fc.record({ kind: fc.constant('release' as const), pick: fc.nat() }) },
      { weight: 2, arbitrary: fc.record({ kind: fc.constant('putBack' as const), pick: fc.nat() }) },
    );
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 120 }), (operations) => {
        const { queue, dropped } = open('drop-newest');
        let unsent: number[] = [];
        const flying: { run: FrameRun; numbers: number[] }[] = [];
        let next = 0;
        for (const step of operations) {
          if (step.kind === 'push') {
            if (push(queue, next, step.bytes)) unsent.push(next);
            next++;
          } else if (step.kind === 'take') {
            const run = queue.take(step.bytes);
            if (run === undefined) {
              assert.equal(unsent.length, 0);
              continue;
            }
            const taken = numbers(run);
            assert.deepEqual(taken, unsent.slice(0, taken.length));
            unsent = unsent.slice(taken.length);
            flying.push({ run, numbers: taken });
          } else if (flying.length > 0) {
            const [one] = flying.splice(step.pick % flying.length, 1);
            if (one === undefined) continue;
            if (step.kind === 'release') queue.release(one.run);
            else {
              queue.putBack([one.run]);
              unsent = [...unsent, ...one.numbers].sort((a, b) => a - b);
            }
          }
          const inFlight = flying.reduce((sum, one) => sum + one.numbers.length, 0);
          assert.equal(queue.unsentFrames, unsent.length);
          assert.equal(queue.pendingFrames, unsent.length + inFlight);
          assert.ok(queue.retainedBytes <= queue.maxBytes);
        }
        assert.deepEqual(drain(queue), unsent);
        for (const one of flying) {
          assert.deepEqual(numbers(one.run), one.numbers);
          queue.release(one.run);
        }
        assert.equal(queue.pendingBytes, 0);
        assert.equal(queue.retainedBytes, 0);
        assert.equal(dropped(), 0);
      }),
      { numRuns: 300 },
    );
  });

  it('drops nothing by its severity that was taken, not even from a chunk of which only a part was', () => {
    const { queue, dropped } = open('drop-lowest-severity');
    const bytesEach = 3_000;
    let pushed = 0;
    while (pushed < 200) push(queue, pushed++, bytesEach, 7);
    const runs = [queue.take(130_000), queue.take(130_000), queue.take(10_000)].filter(
      (run) => run !== undefined,
    );
    assert.equal(runs.length, 3);
    const taken = runs.flatMap(numbers);
    while (dropped() < 100) push(queue, pushed++, bytesEach, 2);
    assert.deepEqual(runs.flatMap(numbers), taken);
    const left: number[] = [];
    for (let run = queue.take(65_536); run !== undefined; run = queue.take(65_536))
      left.push(...numbers(run));
    assert.equal(queue.pendingFrames + dropped(), pushed);
    assert.equal(taken.length + left.length, queue.pendingFrames);
    assert.equal(new Set([...taken, ...left]).size, queue.pendingFrames);
  });

  it('knows the exact place of every frame and of the first one pending, whatever was dropped', () => {
    const operation = fc.oneof(
      {
        weight: 8,
        arbitrary: fc.record({
          kind: fc.constant('push' as const),
          frames: fc.integer({ min: 1, max: 600 }),
          bytes: fc.integer({ min: 8, max: 2_000 }),
        }),
      },
      {
        weight: 4,
        arbitrary: fc.record({
          kind: fc.constant('take' as const),
          bytes: fc.integer({ min: 1, max: 80_000 }),
        }),
      },
      { weight: 3, arbitrary: fc.record({ kind: fc.constant('release' as const), pick: fc.nat() }) },
      { weight: 2, arbitrary: fc.record({ kind: fc.constant('putBack' as const), pick: fc.nat() }) },
      { weight: 3, arbitrary: fc.record({ kind: fc.constant('split' as const), pick: fc.nat() }) },
    );
    const policies = fc.constantFrom<OverflowPolicy>('drop-oldest', 'drop-newest', 'drop-lowest-severity');
    fc.assert(
      fc.property(policies, fc.array(operation, { maxLength: 60 }), (overflow, operations) => {
        const { queue } = open(overflow);
        const flying: FrameRun[] = [];
        let highest = 0;
        for (const step of operations) {
          if (step.kind === 'push') {
            // The number in a frame is its place in the order of acceptance.
            for (let i = 0; i < step.frames; i++) push(queue, queue.nextOrdinal, step.bytes, i % 8);
          } else if (step.kind === 'take') {
            const run = queue.take(step.bytes);
            if (run !== undefined) flying.push(run);
          } else if (flying.length > 0) {
            const [run] = flying.splice(step.pick % flying.length, 1);
            if (run === undefined) continue;
            if (step.kind === 'split' && run.frames > 1) {
              flying.push(run.split(1 + (step.pick % (run.frames - 1))), run);
            } else if (step.kind === 'putBack') queue.putBack([run]);
            else queue.release(run);
          }
          for (const run of flying) assert.equal(run.ordinal, numbers(run)[0]);
          for (const run of flying) assert.equal(run.time, run.ordinal);
          assert.ok(queue.firstPendingOrdinal >= highest, 'acknowledged places never come back');
          highest = queue.firstPendingOrdinal;
        }
        const { firstPendingOrdinal, firstPendingTime, firstUnsentOrdinal, nextOrdinal } = queue;
        const inFlight = flying.flatMap(numbers);
        const unsent: number[] = [];
        for (let run = queue.take(1); run !== undefined; run = queue.take(1)) {
          assert.equal(run.ordinal, numbers(run)[0]);
          unsent.push(run.ordinal);
        }
        assert.equal(firstUnsentOrdinal, Math.min(nextOrdinal, ...unsent));
        assert.equal(firstPendingOrdinal, Math.min(nextOrdinal, ...unsent, ...inFlight));
        assert.equal(firstPendingTime, queue.pendingFrames === 0 ? undefined : firstPendingOrdinal);
      }),
      { numRuns: 150 },
    );
  });

  it('joins runs that lie back to back, and no others', () => {
    const { queue } = open('drop-oldest');
    for (let number = 0; number < 9; number++) push(queue, number, 100);
    const [first, second, third] = [queue.take(300), queue.take(300), queue.take(300)] as FrameRun[];
    assert.ok(first && second && third);
    assert.equal(first.join(third), false);
    assert.equal(first.join(second), true);
    assert.deepEqual(numbers(first), range(0, 6));
    assert.deepEqual(numbers(first.split(2)), [0, 1]);
    assert.deepEqual(numbers(first), range(2, 6));
  });
});

it('a queue that is put to rest gives back the memory of a burst, but for 1 MiB', () => {
  const { queue } = open('drop-newest', 64 * MIB);
  /** Fills 48 chunks and releases them; returns the memory that they had. */
  const burst = (): Set<Buffer> => {
    const buffers = new Set<Buffer>();
    for (let number = 0; number < 48; number++) {
      push(queue, number, 60_000);
      if (queue.tail !== undefined) buffers.add(queue.tail.buffer);
    }
    for (let run = queue.take(MIB); run !== undefined; run = queue.take(MIB)) queue.release(run);
    return buffers;
  };
  const reused = (before: ReadonlySet<Buffer>): number =>
    [...burst()].filter((buffer) => before.has(buffer)).length;
  const first = burst();
  assert.ok(reused(first) > 40);
  const second = burst();
  queue.rest();
  assert.ok(reused(second) <= 17);
});
