import type { Clock, Timer } from '../../clock.ts';
import type { HekaErrorCode } from '../../errors.ts';
import { type Lines, stderrLines } from './stderr-lines.ts';

/** One line of a kind in this many milliseconds. */
const INTERVAL_MS = 30_000;

/** What a line is about. A line of one kind never holds back a line of another kind. */
type LineKind = 'outage' | 'drops' | 'application' | HekaErrorCode;

/** What a reporter needs. */
interface ReporterParts {
  /** What each line begins with. */
  readonly name: string;
  /** True prints nothing. */
  readonly quiet: boolean;
  readonly clock: Clock;
  /** @default stderr */
  readonly lines?: Lines;
}

/** Reports to an operator on stderr, rarely: for those who listen to no event. */
export class Reporter {
  readonly #name: string;
  readonly #clock: Clock;
  readonly #lines: Lines | undefined;
  readonly #printedAt = new Map<LineKind, number>();
  readonly #later = new Map<LineKind, { readonly timer: Timer; readonly text: () => string }>();

  constructor({ name, quiet, clock, lines = stderrLines }: ReporterParts) {
    this.#name = name;
    this.#clock = clock;
    this.#lines = quiet ? undefined : lines;
  }

  /** Prints a line, before it returns. */
  print(text: string): void {
    this.#lines?.now(this.#line(text));
  }

  /**
   * Prints a line, in the next turn of the event loop because this may be a log call. Does nothing, and returns false, if
   * one of its kind was printed in the last 30 s.
   */
  printRarely(kind: LineKind, text: string | (() => string)): boolean {
    if (this.#waitMs(kind) > 0) return false;
    this.#printedAt.set(kind, this.#clock.now());
    this.#lines?.soon(this.#line(typeof text === 'string' ? text : text()));
    return true;
  }

  /** The same, but a line that comes too soon is printed later, with what is true then: the last word is never missing. */
  printEventually(kind: LineKind, text: () => string): void {
    if (this.#later.has(kind) || this.printRarely(kind, text)) return;
    const timer = this.#clock.setTimeout(() => {
      this.#later.delete(kind);
      this.printRarely(kind, text);
    }, this.#waitMs(kind));
    timer.unref();
    this.#later.set(kind, { timer, text });
  }

  /** Prints at once what was to be printed later. */
  printPending(): void {
    const texts = [...this.#later.values()].map(({ text }) => text());
    this.stop();
    for (const text of texts) this.print(text);
  }

  /** Stops the timers. */
  stop(): void {
    for (const { timer } of this.#later.values()) this.#clock.clear(timer);
    this.#later.clear();
  }

  #waitMs(kind: LineKind): number {
    const printedAt = this.#printedAt.get(kind) ?? Number.NEGATIVE_INFINITY;
    return Math.max(0, printedAt + INTERVAL_MS - this.#clock.now());
  }

  #line(text: string): string {
    return `heka ${this.#name}: ${text}\n`;
  }
}
