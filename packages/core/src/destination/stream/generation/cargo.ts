import type { FrameRun } from '../../../queue/frame-store.ts';

/** The frames that were written to one connection, in the order of writing. */
export class Cargo {
  #runs: FrameRun[] = [];
  #frames = 0;
  #bytes = 0;
  #replays = 0;
  #firstOrdinal = Number.POSITIVE_INFINITY;

  get frames(): number {
    return this.#frames;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** How often the frames were sent before, in vain; the largest number counts. */
  get replays(): number {
    return this.#replays;
  }

  /** The smallest ordinal among its frames; Infinity if there are none. */
  get firstOrdinal(): number {
    return this.#firstOrdinal;
  }

  /** Adds frames at the end. */
  add(run: FrameRun): void {
    this.#frames += run.frames;
    this.#bytes += run.byteLength;
    this.#replays = Math.max(this.#replays, run.replays);
    this.#firstOrdinal = Math.min(this.#firstOrdinal, run.ordinal);
    if (this.#runs[this.#runs.length - 1]?.join(run) !== true) this.#runs.push(run);
  }

  /** Takes away the first `frames` frames. */
  takeFront(frames: number): FrameRun[] {
    const taken: FrameRun[] = [];
    let left = Math.min(frames, this.#frames);
    this.#frames -= left;
    while (left > 0) {
      const first = this.#runs[0];
      if (first === undefined) break;
      const run = first.frames <= left ? first : first.split(left);
      if (run === first) this.#runs.shift();
      left -= run.frames;
      this.#bytes -= run.byteLength;
      taken.push(run);
    }
    this.#firstOrdinal = Math.min(Number.POSITIVE_INFINITY, ...this.#runs.map(({ ordinal }) => ordinal));
    return taken;
  }

  /** Takes away all frames. */
  takeAll(): FrameRun[] {
    return this.takeFront(this.#frames);
  }
}
