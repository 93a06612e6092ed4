import { type Clock, systemClock, type Timer } from 'heka-core';
import type { Frame } from 'heka-core/receiver';
import { MessageCounts } from '../format/message-counts.ts';
import { LiveLine } from './live-line.ts';
import type { MessageOutput, Terminal } from './message-output.ts';
import { terminalWidth } from './terminal-width.ts';

const INTERVAL_MS = 1000;
const DEFAULT_WIDTH = 80;

/** Writes how many messages there were, by logger and severity, at the end; on a terminal also a running total. */
export class CountOutput implements MessageOutput {
  readonly #write: (chunk: string) => void | Promise<void>;
  readonly #clock: Clock;
  readonly #counts = new MessageCounts();
  readonly #line: LiveLine | undefined;
  readonly #timer: Timer | undefined;
  #drawn = 0;
  #isIdle = true;

  constructor(
    write: (chunk: string) => void | Promise<void>,
    terminal: Terminal,
    clock: Clock = systemClock,
  ) {
    this.#write = write;
    this.#clock = clock;
    if (terminal === undefined) return;
    this.#line = new LiveLine(write, () => terminalWidth(terminal, DEFAULT_WIDTH));
    this.#timer = clock.setInterval(() => this.#draw(), INTERVAL_MS);
    this.#timer.unref();
  }

  take(frames: readonly Frame[]): void {
    this.#counts.add(frames);
  }

  async finish(): Promise<void> {
    this.#clock.clear(this.#timer);
    this.#line?.end();
    await this.#write(this.#counts.summary());
  }

  #draw(): void {
    const { messages } = this.#counts;
    const isIdle = messages === this.#drawn;
    // One last time when messages have stopped coming: the rate is then 0.
    if (!isIdle || !this.#isIdle) {
      this.#line?.show(`${this.#counts.total()}, ${(messages - this.#drawn).toLocaleString('en-US')}/s`);
    }
    this.#isIdle = isIdle;
    this.#drawn = messages;
  }
}
