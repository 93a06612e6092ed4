import type { Counter } from './counter.ts';

/** Counts bytes, whatever they are. */
export class ByteCounter implements Counter {
  count = 0;

  push(chunk: Buffer): void {
    this.count += chunk.length;
  }
}
