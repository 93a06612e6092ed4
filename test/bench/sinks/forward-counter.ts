import type { Counter } from './counter.ts';
import { endOfValue, extentOfBytes } from './message-pack.ts';

/** An array of three: `[tag, events, options]`. */
const MESSAGE = 0x93;

/** Counts events of Fluentd's forward protocol in its mode PackedForward, in which they stand one behind the other. */
export class ForwardCounter implements Counter {
  count = 0;
  #rest: Buffer = Buffer.alloc(0);

  push(chunk: Buffer): void {
    let buffer = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    for (;;) {
      const end = endOfValue(buffer, 0);
      if (end > buffer.length) break;
      this.count += eventsOf(buffer.subarray(0, end));
      buffer = buffer.subarray(end);
    }
    this.#rest = buffer;
  }
}

function eventsOf(message: Buffer): number {
  if (message[0] !== MESSAGE) throw new Error('no message of the mode PackedForward');
  const { start, end } = extentOfBytes(message, endOfValue(message, 1));
  let count = 0;
  for (let at = start; at < end; count++) at = endOfValue(message, at);
  return count;
}
