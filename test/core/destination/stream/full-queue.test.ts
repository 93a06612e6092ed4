import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CONFIRM, TestStream } from '../../../support/delivery/stream-destination.ts';
import { PlainServer } from '../../../support/servers/plain-server.ts';

const MIB = 1_048_576;

describe('a queue that is full of what has not settled', () => {
  it('confirms nothing before the settle time, and never stands still', async (t) => {
    const server = await PlainServer.start(t);
    const stream = new TestStream(t, {
      port: server.port,
      maxBytes: MIB,
      confirm: { confirmBytes: MIB / 4 },
    });
    const start = stream.clock.now();
    let confirmedAt = Number.POSITIVE_INFINITY;
    const perRound: number[] = [];
    for (let round = 0; round < 10; round++) {
      const before = stream.reported.confirmed;
      // A little more than what settles and closes in.
      while (stream.clock.now() - start < (round + 1) * (CONFIRM.settleTimeMs + 500)) {
        // As much as there is room for, as a producer does that waits for it.
        while (stream.queue.retainedBytes <= stream.queue.maxBytes * 0.875) stream.log(1, 500);
        await stream.clock.pass(50);
        if (stream.reported.confirmed > 0) confirmedAt = Math.min(confirmedAt, stream.clock.now() - start);
      }
      perRound.push(stream.reported.confirmed - before);
    }
    assert.ok(confirmedAt > CONFIRM.settleTimeMs, `confirmed after ${confirmedAt} ms`);
    // About 560 bytes each: three quarters of the queue at least are confirmed in every round but the first.
    assert.ok(Math.min(...perRound.slice(1)) >= (0.6 * MIB) / 560, perRound.join());
    assert.equal(stream.reported.replayed, 0);
  });
});
