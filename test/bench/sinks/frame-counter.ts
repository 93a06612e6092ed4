import type { Counter } from './counter.ts';

/**
 * Counts Heka frames by their headers alone: `1e`, length of the header, `08` and the varint of the message's length,
 * `1f`, the message. The cheapest receiver there can be, so that it is the sender that is measured.
 */
export class FrameCounter implements Counter {
  count = 0;
  #rest: Buffer = Buffer.alloc(0);
  /** Bytes of a message that are still to come. */
  #skip = 0;

  push(chunk: Buffer): void {
    const buffer = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    let at = 0;
    for (;;) {
      const skipped = Math.min(this.#skip, buffer.length - at);
      this.#skip -= skipped;
      at += skipped;
      // A frame counts when its last byte is here.
      if (skipped > 0 && this.#skip === 0) this.count++;
      if (at + 2 > buffer.length) break;
      const messageAt = at + 3 + (buffer[at + 1] ?? 0);
      if (messageAt > buffer.length) break;
      if (buffer[at] !== 0x1e || buffer[at + 2] !== 0x08 || buffer[messageAt - 1] !== 0x1f) {
        throw new Error(`no frame at byte ${at} of a chunk`);
      }
      this.#skip = varintAt(buffer, at + 3);
      at = messageAt;
    }
    this.#rest = buffer.subarray(at);
  }
}

function varintAt(buffer: Buffer, at: number): number {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = buffer[at + shift / 7] ?? 0;
    value += (byte & 0x7f) * 2 ** shift;
    if (byte < 0x80) return value;
  }
}
