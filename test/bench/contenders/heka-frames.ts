import { pinoRecords, winstonRecords } from 'heka-core';
import { resolveOptions } from '../../../packages/core/src/delivery/resolve-options.ts';
import { Framer } from '../../../packages/core/src/framing/framer.ts';
import { MessageEncoder } from '../../../packages/core/src/wire/message-encoder.ts';
import type { Contender } from './contender.ts';
import { FrameChunk } from './frame-chunk.ts';

/** Records to frames the way a delivery does it: mapping, encoder, framer, and the copy into a chunk of the queue. */
export class HekaFrames {
  readonly chunk = new FrameChunk();
  readonly encode: Contender;

  constructor(logger: 'winston' | 'pino') {
    // pino's own name names the logger.
    const records =
      logger === 'winston'
        ? winstonRecords(resolveOptions({ logger: 'shop' }).mapping)
        : pinoRecords(resolveOptions({}).mapping);
    const framer = new Framer();
    const encoder = new MessageEncoder({ headroom: framer.headroom });
    this.encode = (record) => {
      const outcome = records.encode(record, encoder);
      if (outcome.drop !== '') throw new Error(`a record was dropped: ${outcome.drop}`);
      const start = framer.seal(encoder);
      return this.chunk.append(encoder.buffer, start, encoder.end);
    };
  }
}

/** The bare message of an unsigned frame. */
export function messageBytes(frame: Buffer): Buffer {
  return frame.subarray(3 + (frame[1] ?? 0));
}
