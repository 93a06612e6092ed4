import type { Counter } from './counter.ts';

const NEWLINE = 0x0a;

/** Counts lines. */
export class LineCounter implements Counter {
  count = 0;

  push(chunk: Buffer): void {
    for (let at = chunk.indexOf(NEWLINE); at >= 0; at = chunk.indexOf(NEWLINE, at + 1)) this.count++;
  }
}
