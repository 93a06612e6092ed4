import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { createDelivery } from 'heka-core';
import { PlainServer } from '../../../support/servers/plain-server.ts';
import { startRelay } from '../../../support/servers/relay.ts';

/** Bytes of a frame, about. */
const FRAME_BYTES = 128;
/** Then the peer has closed enough, so that the rest can be confirmed. */
const MOST_CLOSES = 12;
const PAYLOAD = 'x'.repeat(60);
/** Written at a time, so that a generation takes some milliseconds and a close may fall into any of them. */
const BURST = 8;
/** Bursts that may be under way to the peer before the next one is written, for each millisecond of the relay's delay. */
const BURSTS_PER_MS = 0.5;

interface Sending {
  readonly delayMs: number;
  readonly messages: number;
  /** Frames of a generation, about. */
  readonly generation: number;
  /** True for a connection that the peer closes when it has read so many frames of it. */
  readonly closes: (connection: number, frames: number) => boolean;
}

/**
 * Sends through a relay to a peer that closes connections for itself, without having been asked, while we end them.
 * Returns how many messages were confirmed and are not there.
 */
async function lost(test: TestContext, sending: Sending): Promise<number> {
  const { delayMs, messages, generation, closes } = sending;
  let closed = 0;
  const arrived = new Set<string>();
  const server = await PlainServer.start(test, {
    onFrame: ({ number, frames, socket }, frame) => {
      arrived.add(frame);
      if (closed === MOST_CLOSES || !closes(number, frames.length)) return;
      closed++;
      socket.destroy();
    },
  });
  const delivery = createDelivery({
    port: await startRelay(test, server.port, delayMs),
    confirmBytes: generation * FRAME_BYTES,
    settleTime: 20,
    backoffStrategy: { initialDelay: 1, maxDelay: 2 },
    quiet: true,
  });
  test.after(() => delivery.close({ timeout: 1 }));
  const underWay = BURST * Math.max(1, Math.ceil(delayMs * BURSTS_PER_MS));
  for (let i = 0; i < messages; i += BURST) {
    for (let j = 0; j < BURST; j++) delivery.log({ payload: `${i + j} ${PAYLOAD}` });
    // What was lost never arrives: then this is what fails.
    await server.until(() => arrived.size + underWay > i);
  }
  const { confirmed } = await delivery.flush({ timeout: 60_000 });
  assert.equal(confirmed, messages);
  assert.ok(closed > 0);
  return confirmed - arrived.size;
}

describe('a peer that closes connections for itself while we end them', () => {
  for (const delayMs of [0, 5, 20]) {
    it(`loses nothing behind a relay with a delay of ${delayMs} ms`, async (t) => {
      // In every second connection, late in the generation.
      const closes = (connection: number, frames: number): boolean =>
        connection % 2 === 0 && frames === 30 + ((connection * 7) % 40);
      assert.equal(await lost(t, { delayMs, messages: 3_000, generation: 64, closes }), 0);
    });
  }

  it('loses nothing behind a relay that is farther away, as soon as one connection was closed', async (t) => {
    // A generation takes longer than the new one waits for the close of the one before: its end comes in bursts.
    const closes = (connection: number, frames: number): boolean =>
      connection >= 2 && connection % 2 === 0 && frames === 380;
    assert.equal(await lost(t, { delayMs: 60, messages: 6_400, generation: 400, closes }), 0);
  });
});
