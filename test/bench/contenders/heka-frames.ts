import { type HekaOptions, pinoRecords, winstonRecords } from 'heka-core';
import { FrameWriter } from '../../../packages/core/src/delivery/intake/frame-writer.ts';
import { resolveOptions } from '../../../packages/core/src/delivery/resolve-options.ts';
import { Framer } from '../../../packages/core/src/framing/framer.ts';
import type { FrameStore } from '../../../packages/core/src/queue/frame-store.ts';
import { createMemoryQueue } from '../../../packages/core/src/queue/memory-queue.ts';

/** As much as a delivery hands to a socket at a time. */
const WRITE_BYTES = 65_536;

/** Records to frames the way a delivery does it: mapping, encoder and framer, straight into the queue's memory. */
export class HekaFrames {
  /** A `Contender` that takes lines of pino as well. */
  readonly encode: (record: object | string) => number;
  readonly #queue: FrameStore;

  constructor(logger: 'winston' | 'pino', given: HekaOptions = {}) {
    // pino's own name names the logger.
    const options = resolveOptions(logger === 'winston' ? { logger: 'shop', ...given } : given);
    const records = (logger === 'winston' ? winstonRecords : pinoRecords)(options.mapping);
    const queue = createMemoryQueue(options.queue, { dropped: () => {}, reclaim: () => false });
    const writer = new FrameWriter(new Framer(), queue);
    this.#queue = queue;
    this.encode = (record) => {
      writer.begin();
      const outcome = records.encode(record, writer.encoder);
      if (outcome.drop !== '') throw new Error(`a record was dropped: ${outcome.drop}`);
      writer.finish(outcome.severity);
      if (queue.unsentBytes > WRITE_BYTES) this.#send();
      return writer.encoder.length;
    };
  }

  /** The frame of a record. */
  frameOf(record: object): Buffer {
    while (this.#queue.unsentBytes > 0) this.#send();
    this.encode(record);
    return Buffer.from(this.#send());
  }

  /** Returns bytes that are valid until the next record. */
  #send(): Buffer {
    const run = this.#queue.take(WRITE_BYTES);
    if (run === undefined) throw new Error('nothing to send');
    const bytes = run.bytes();
    this.#queue.release(run);
    return bytes;
  }
}

/** The bare message of an unsigned frame. */
export function messageBytes(frame: Buffer): Buffer {
  return frame.subarray(3 + (frame[1] ?? 0));
}
