/** Neighbouring frames of a chunk: from the first to the one before `to`. */
interface Range {
  readonly from: number;
  to: number;
}

/** Which frames of a chunk are released or dropped. They go in any order, mostly from the first to the last. */
export class GoneFrames {
  #head = 0;
  /** Frames behind `head` that are gone already. */
  readonly #behind: Range[] = [];

  /** Index of the first frame that is neither released nor dropped. */
  get head(): number {
    return this.#head;
  }

  /** Frames from `from` to the one before `to` are gone. */
  add(from: number, to: number): void {
    if (from !== this.#head) {
      const last = this.#behind[this.#behind.length - 1];
      if (last?.to === from) last.to = to;
      else this.#behind.push({ from, to });
      return;
    }
    this.#head = to;
    for (let at = this.#placeAtHead(); at >= 0; at = this.#placeAtHead()) {
      for (const range of this.#behind.splice(at, 1)) this.#head = range.to;
    }
  }

  /** None is gone. */
  clear(): void {
    this.#head = 0;
    this.#behind.length = 0;
  }

  #placeAtHead(): number {
    return this.#behind.findIndex(({ from }) => from === this.#head);
  }
}
