import type { Refusal, RefusalReason } from './refusal.ts';

/** A run of refused bytes is reported in pieces of this size, so that endless garbage is not silence. */
const MAX_RUN_BYTES = 1024 * 1024;

/**
 * Joins the bytes that a splitter steps over to runs and reports each run once, with the reason it began with.
 *
 * A refused record is searched for frames, and what is refused in that search belongs to the same run: bytes
 * that look like a frame inside a damaged one are not a second fault.
 */
export class RefusalLog {
  readonly #report: (refusal: Refusal) => void;
  #reason: RefusalReason | undefined;
  #start = 0;
  /** Where the record ends that the run began with; the start of a run of garbage. */
  #recordEnd = 0;

  constructor(report: (refusal: Refusal) => void) {
    this.#report = report;
  }

  /** Notes a record that starts at `offset` and, as far as it says, ends before `recordEnd`. */
  record(reason: RefusalReason, offset: number, recordEnd: number): void {
    if (this.#reason !== undefined && offset < this.#recordEnd) return;
    this.close(offset);
    this.#reason = reason;
    this.#start = offset;
    this.#recordEnd = recordEnd;
  }

  /** Notes that no frame starts in the bytes from `offset` to `end`. */
  skipped(offset: number, end: number): void {
    if (this.#reason !== 'garbage' && (this.#reason === undefined || end > this.#recordEnd)) {
      const start = this.#reason === undefined ? offset : Math.max(offset, this.#recordEnd);
      this.close(start);
      this.#reason = 'garbage';
      this.#start = start;
      this.#recordEnd = start;
    }
    while (end - this.#start >= MAX_RUN_BYTES) {
      this.#report({ reason: this.#reason, bytes: MAX_RUN_BYTES, offset: this.#start });
      this.#start += MAX_RUN_BYTES;
    }
  }

  /** Ends the run, if there is one: a frame starts at `offset`, or the stream ends there. */
  close(offset: number): void {
    const bytes = offset - this.#start;
    if (this.#reason !== undefined && bytes > 0) {
      this.#report({ reason: this.#reason, bytes, offset: this.#start });
    }
    this.#reason = undefined;
  }

  /** Reports a frame that is sound, and not wanted. */
  frame(refusal: Refusal): void {
    this.close(refusal.offset);
    this.#report(refusal);
  }
}
