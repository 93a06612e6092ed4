import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CHUNK_BYTES, type Chunk } from '../../../packages/core/src/queue/chunk.ts';
import { ChunkPool } from '../../../packages/core/src/queue/chunk-pool.ts';

const MIB = 1_048_576;
/** The free chunks that a pool keeps in any case: 1 MiB. */
const ALWAYS_KEPT = 16;

/** A pool that is used as a queue uses it. */
class Harness {
  readonly pool: ChunkPool;
  /** In use, oldest first. */
  readonly inUse: Chunk[] = [];
  readonly #seen = new Set<Chunk>();

  constructor(maxBytes = 64 * MIB) {
    this.pool = new ChunkPool(maxBytes);
  }

  /** Opens chunks; returns how many of them are memory that was never used before. */
  open(count: number, bytes = 700): number {
    let fresh = 0;
    for (let i = 0; i < count; i++) {
      const chunk = this.pool.open(this.pool.shape(bytes, undefined));
      if (!this.#seen.has(chunk)) fresh++;
      this.#seen.add(chunk);
      this.inUse.push(chunk);
    }
    return fresh;
  }

  /** Frees the oldest chunks. */
  free(count: number): void {
    for (const chunk of this.inUse.splice(0, count)) this.pool.free(chunk);
  }

  /** Everything that is in use is replaced, chunk by chunk; returns how much of it by fresh memory. */
  turnOver(): number {
    let fresh = 0;
    for (let left = this.inUse.length; left > 0; left--) {
      this.free(1);
      fresh += this.open(1);
    }
    return fresh;
  }
}

describe('the chunk pool', () => {
  it('fills a burst with the memory of the one before, though nothing was in use between them', () => {
    const queue = new Harness();
    assert.equal(queue.open(400), 400);
    queue.free(400);
    assert.equal(queue.pool.retainedBytes, 0);
    assert.equal(queue.open(400), 0);
  });

  it('needs no fresh memory for a load that rises and falls faster than it turns over', () => {
    const queue = new Harness();
    queue.open(200);
    for (let wave = 0; wave < 10; wave++) {
      queue.free(100);
      assert.equal(queue.open(100), 0);
    }
  });

  it('remembers most of a peak for some lower turnovers', () => {
    const queue = new Harness();
    queue.open(200);
    queue.free(150);
    for (let turn = 0; turn < 3; turn++) assert.equal(queue.turnOver(), 0);
    assert.ok(queue.open(150) <= 70);
  });

  it('keeps as much as the peak in all, what is in use included', () => {
    const queue = new Harness();
    queue.open(400);
    queue.free(300);
    for (let turn = 0; turn < 10; turn++) queue.turnOver();
    // After 10 lower turnovers less than half of the peak is remembered, and 100 chunks of it are in use.
    assert.ok(queue.open(300) >= 200);
  });

  it('gives back what a peak has left while a smaller load goes on', () => {
    const queue = new Harness();
    queue.open(800);
    queue.free(790);
    for (let turn = 0; turn < 100; turn++) assert.equal(queue.turnOver(), 0);
    assert.ok(queue.open(790) >= 790 - ALWAYS_KEPT);
  });

  it('gives back what a peak has left when it is emptied time and again', () => {
    const queue = new Harness();
    queue.open(800);
    queue.free(800);
    for (let turn = 0; turn < 100; turn++) {
      assert.equal(queue.open(1), 0);
      queue.free(1);
    }
    assert.equal(queue.open(800), 800 - ALWAYS_KEPT);
  });

  it('gives back all but 1 MiB when it is put to rest', () => {
    const queue = new Harness();
    queue.open(400);
    queue.free(400);
    queue.pool.rest();
    assert.equal(queue.open(400), 400 - ALWAYS_KEPT);
  });

  it('never holds more than its limit, free chunks included', () => {
    const queue = new Harness(4 * MIB);
    queue.open(50);
    queue.free(50);
    // A frame of 3 MiB leaves room for few chunks, so most of the free ones must go.
    queue.open(1, 3 * MIB);
    const room = Math.floor(MIB / CHUNK_BYTES);
    assert.ok(queue.open(50) >= 50 - room);
  });
});
