import { writeSync } from 'node:fs';
import type { Clock } from '../../clock.ts';

/** One line in this many milliseconds. */
const INTERVAL_MS = 30_000;

/**
 * Reports to an operator on stderr, one line at a time and rarely: for those who listen to no event. A line that comes
 * too soon is only counted, and the next one that is printed says how many there were.
 */
export class Reporter {
  readonly #name: string;
  readonly #quiet: boolean;
  readonly #clock: Clock;
  #lastAt = Number.NEGATIVE_INFINITY;
  #suppressed = 0;

  constructor(name: string, quiet: boolean, clock: Clock) {
    this.#name = name;
    this.#quiet = quiet;
    this.#clock = clock;
  }

  /** Prints a line if none was printed for 30 s; `urgent` prints it anyway. */
  report(text: string, urgent = false): void {
    if (this.#quiet) return;
    const now = this.#clock.now();
    if (!urgent && now - this.#lastAt < INTERVAL_MS) {
      this.#suppressed += 1;
      return;
    }
    const more = this.#suppressed === 0 ? '' : ` (earlier lines not shown: ${this.#suppressed})`;
    // A warning must not hide the trouble that comes next.
    if (!urgent) this.#lastAt = now;
    this.#suppressed = 0;
    try {
      // Synchronous: what a worker thread writes to process.stderr is lost when the process ends.
      writeSync(2, `heka ${this.#name}: ${text}${more}\n`);
    } catch {
      // A closed stderr must not take the application down.
    }
  }
}

/** A count of messages as text. */
export function inWords(messages: number): string {
  return messages === 1 ? '1 message' : `${messages} messages`;
}
