import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { FlushResult } from '../../../../packages/core/src/delivery/lane/flush-result.ts';
import { Lane, type LaneHooks } from '../../../../packages/core/src/delivery/lane/lane.ts';
import type { FrameStore } from '../../../../packages/core/src/queue/frame-store.ts';
import { createMemoryQueue } from '../../../../packages/core/src/queue/memory-queue.ts';
import { conserves } from '../../../support/delivery/conserves.ts';
import { CountingStore } from '../../../support/delivery/counting-store.ts';
import { ObedientDestination } from '../../../support/delivery/obedient-destination.ts';
import { FakeClock } from '../../../support/time/fake-clock.ts';

const MIB = 1_048_576;

const SILENT: LaneHooks = {
  connected: () => {},
  disconnected: () => {},
  reconnect: () => {},
  trouble: () => {},
  unsettled: () => {},
  replayed: () => {},
  warn: () => {},
  confirmed: () => {},
  dropped: () => {},
  room: () => {},
  rested: () => {},
};

function open(kind: 'memory' | 'counting' = 'memory', hooks: Partial<LaneHooks> = {}) {
  const clock = new FakeClock();
  let store: FrameStore | undefined;
  let destination: ObedientDestination | undefined;
  const lane = new Lane({
    openStore: (storeHooks) => {
      store =
        kind === 'counting'
          ? new CountingStore(MIB, storeHooks)
          : createMemoryQueue({ maxBytes: MIB, overflow: 'drop-oldest' }, storeHooks);
      return store;
    },
    openDestination: (from, destinationHooks) => {
      destination = new ObedientDestination(from, destinationHooks);
      return destination;
    },
    clock,
    hooks: { ...SILENT, ...hooks },
  });
  assert.ok(store && destination);
  return { lane, clock, store, destination };
}

/** A frame of 8 bytes or more that begins with its number. */
function frame(number: number, bytes: number): Buffer {
  const buffer = Buffer.alloc(Math.max(8, bytes));
  buffer.writeUInt32BE(number, 0);
  buffer.writeUInt32BE(buffer.length, 4);
  return buffer;
}

function push(lane: Lane, number: number, bytes = 100): boolean {
  const source = frame(number, bytes);
  return lane.push(source, 0, source.length, number % 8);
}

/** Pushes frames of one size as a batch. */
function pushAll(lane: Lane, from: number, count: number, bytes: number): void {
  const frames = Array.from({ length: count }, (_, i) => frame(from + i, bytes));
  const size = Math.max(8, bytes);
  lane.pushAll({
    bytes: Buffer.concat([Buffer.from('ahead'), ...frames, Buffer.from('behind')]),
    start: 5,
    ends: Uint32Array.from(frames, (_, i) => 5 + (i + 1) * size),
    severities: Uint8Array.from(frames, (_, i) => i % 8),
    count,
  });
}

/** The numbers of the frames in `bytes`. */
function numbersIn(bytes: Buffer): number[] {
  const numbers: number[] = [];
  for (let at = 0; at < bytes.length; at += bytes.readUInt32BE(at + 4)) numbers.push(bytes.readUInt32BE(at));
  return numbers;
}

const sizes = fc.oneof(fc.integer({ min: 8, max: 2_000 }), fc.integer({ min: 8, max: 90_000 }));
const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('push' as const), bytes: sizes }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('push a batch' as const),
      bytes: fc.integer({ min: 8, max: 2_000 }),
      count: fc.integer({ min: 0, max: 400 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('refuse' as const) }) },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('take' as const), bytes: fc.integer({ min: 1, max: 80_000 }) }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('confirm' as const), pick: fc.nat() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('close cleanly' as const), pick: fc.nat() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('settle' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('fail' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('give up' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('flush' as const), ending: fc.boolean() }) },
);

for (const kind of ['memory', 'counting'] as const) {
  describe(`a lane with a store of the kind ${kind}`, () => {
    it('accounts for every message at any moment, whatever its destination does', async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
          let dropped = 0;
          const { lane, clock, store, destination } = open(kind, {
            dropped: (_, messages) => {
              dropped += messages;
              conserves(lane.figures());
            },
            confirmed: () => conserves(lane.figures()),
            room: () => conserves(lane.figures()),
          });
          const flushes: Promise<FlushResult>[] = [];
          let next = 0;
          for (const one of steps) {
            if (one.do === 'push') {
              push(lane, next, one.bytes);
              next++;
            } else if (one.do === 'push a batch') {
              pushAll(lane, next, one.count, one.bytes);
              next += one.count;
            } else if (one.do === 'refuse') {
              lane.refuse('encode');
              next++;
            } else if (one.do === 'take') destination.take(one.bytes);
            else if (one.do === 'confirm') destination.confirm(one.pick);
            else if (one.do === 'close cleanly') destination.closeCleanly(one.pick);
            else if (one.do === 'settle') destination.settle();
            else if (one.do === 'fail') destination.fail();
            else if (one.do === 'give up') destination.giveUp();
            else flushes.push(lane.flush({ until: 'confirmed', ending: one.ending, timeoutMs: 100 }));
            conserves(lane.figures());
          }
          clock.advance(100);
          await Promise.all(flushes);
          const { unsettled: held, pending } = lane.figures();
          const loss = await lane.shutDown(10);
          assert.equal(loss.unsent + loss.unconfirmed, pending);
          conserves(lane.figures());
          const { accepted, confirmed, unsettled } = lane.figures();
          assert.deepEqual(
            { accepted, unsettled, pending: lane.pending },
            { accepted: next, unsettled: held, pending: 0 },
          );
          if (store instanceof CountingStore) assert.equal(store.accepted, store.released + store.dropped);
          const arrived = destination.arrived.flatMap(numbersIn);
          assert.equal(arrived.length, confirmed + unsettled);
          assert.equal(new Set(arrived).size, arrived.length, 'a frame is let go of once');
          assert.equal(dropped + arrived.length, accepted, 'the others were reported as dropped');
        }),
        { numRuns: 150 },
      );
    });
  });
}

describe('a lane', () => {
  it('gives up a flush at the end of life at the second refusal in a row', async () => {
    const { lane, clock, destination } = open();
    push(lane, 0);
    const flush = lane.flush({ until: 'confirmed', ending: true, timeoutMs: 5_000 });
    assert.ok(destination.urgent);
    destination.refuse();
    destination.refuse();
    const { timedOut, pending } = await flush;
    assert.deepEqual({ timedOut, pending }, { timedOut: true, pending: 1 });
    assert.equal(destination.urgent, false);
    assert.equal(clock.waiting, 0);
  });

  it('waits on with refusals that are not the end of life', async () => {
    const { lane, destination } = open();
    push(lane, 0);
    const flush = lane.flush({ until: 'confirmed', ending: false, timeoutMs: 5_000 });
    destination.refuse();
    destination.refuse();
    destination.take(1_000);
    destination.confirm(0);
    assert.equal((await flush).timedOut, false);
  });

  it('ends a flush at the end of life with what closed cleanly, as unsettled and not as confirmed', async () => {
    const { lane, destination } = open();
    push(lane, 0);
    push(lane, 1);
    const full = lane.flush({ until: 'confirmed', ending: false, timeoutMs: 5_000 });
    const short = lane.flush({ until: 'confirmed', ending: true, timeoutMs: 5_000 });
    destination.take(1_000);
    destination.closeCleanly(0);
    const { confirmed, unsettled, pending, timedOut } = await short;
    assert.deepEqual(
      { confirmed, unsettled, pending, timedOut },
      { confirmed: 0, unsettled: 2, pending: 0, timedOut: false },
    );
    destination.settle();
    assert.equal((await full).confirmed, 2);
    assert.equal(lane.figures().unsettled, 0);
  });

  it('gives a flush up early if the receiver cannot be reached', async () => {
    const { lane, clock, destination } = open();
    push(lane, 0);
    const flush = lane.flush({ until: 'confirmed', ending: false, timeoutMs: 30_000, unreachableMs: 5_000 });
    clock.advance(5_000);
    destination.state = 'backoff';
    clock.advance(4_999);
    assert.equal(clock.waiting, 2, 'it was reachable after 5 s');
    clock.advance(1);
    const { timedOut, pending } = await flush;
    assert.deepEqual({ timedOut, pending, timers: clock.waiting }, { timedOut: true, pending: 1, timers: 0 });
  });

  it('lets a producer wait while it is nearly full, and a process live that waits for it', async () => {
    let told = 0;
    const { lane, clock, destination } = open('memory', {
      room: (waited) => {
        if (waited) told++;
      },
    });
    await lane.ready();
    assert.equal(clock.waiting, 0);
    while (lane.hasRoom()) push(lane, 0, 60_000);
    let ready = false;
    const waits = [lane.ready(), lane.ready()].map((wait) =>
      wait.then(() => {
        ready = true;
      }),
    );
    assert.equal(clock.waiting, 1, 'one timer, which keeps the process alive');
    destination.take(60_000);
    await Promise.resolve();
    assert.equal(ready, false);
    for (let i = 0; i < 3; i++) {
      destination.take(60_000);
      destination.confirm(0);
    }
    await Promise.all(waits);
    assert.equal(clock.waiting, 0);
    assert.equal(told, 1);
  });

  it('puts its store and its destination to rest a minute after the last message, if nothing is pending', () => {
    let rested = 0;
    const { lane, clock, store, destination } = open('counting', {
      rested: () => {
        rested++;
      },
    });
    assert.ok(store instanceof CountingStore);
    const deliver = (): void => {
      push(lane, 0);
      lane.wake();
      destination.take(1_000);
      destination.confirm(0);
    };
    deliver();
    clock.advance(59_000);
    deliver();
    clock.advance(59_000);
    assert.deepEqual([destination.resting, store.rests], [false, 0]);
    clock.advance(61_000);
    assert.deepEqual([destination.resting, store.rests, rested, clock.waiting], [true, 1, 1, 0]);
    push(lane, 1);
    lane.wake();
    assert.equal(destination.resting, false);
    clock.advance(600_000);
    assert.equal(destination.resting, false, 'something is pending');
    destination.take(1_000);
    destination.confirm(0);
    clock.advance(60_000);
    assert.deepEqual([destination.resting, rested, clock.waiting], [true, 2, 0]);
  });

  it('rests as soon as everything is confirmed, if that is wanted', () => {
    const { lane, clock, destination } = open();
    push(lane, 0);
    lane.rest();
    lane.wake();
    destination.take(1_000);
    assert.equal(destination.resting, false);
    destination.confirm(0);
    assert.deepEqual([destination.resting, clock.waiting], [true, 0]);
  });

  it('does not rest if it is used again before', () => {
    const { lane, destination } = open();
    push(lane, 0);
    lane.rest();
    push(lane, 1);
    lane.wake();
    destination.take(1_000);
    destination.confirm(0);
    assert.equal(destination.resting, false);
  });

  it('leaves nobody waiting when it is shut down', async () => {
    const { lane, clock } = open();
    while (lane.hasRoom()) push(lane, 0, 60_000);
    const waits = [lane.ready(), lane.flush({ until: 'written', ending: false, timeoutMs: 60_000 })];
    await lane.shutDown(100);
    await Promise.all(waits);
    await lane.ready();
    assert.equal(clock.waiting, 0);
  });
});
