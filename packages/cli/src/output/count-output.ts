import type { Frame } from 'heka-core/receiver';
import { MessageCounts } from '../format/message-counts.ts';

const INTERVAL_MS = 1000;

/** Writes how many messages there were: each second while they come, and by logger and severity at the end. */
export class CountOutput {
  readonly #write: (chunk: string) => void | Promise<void>;
  readonly #isTerminal: boolean;
  readonly #counts = new MessageCounts();
  readonly #timer: NodeJS.Timeout;
  #told = 0;

  constructor(write: (chunk: string) => void | Promise<void>, isTerminal: boolean) {
    this.#write = write;
    this.#isTerminal = isTerminal;
    this.#timer = setInterval(() => this.#tell(), INTERVAL_MS).unref();
  }

  take(frames: readonly Frame[]): void {
    this.#counts.add(frames);
  }

  async finish(): Promise<void> {
    clearInterval(this.#timer);
    await this.#write(`${this.#lineStart}${this.#counts.summary()}`);
  }

  /** On a terminal the running total stays on one line. */
  get #lineStart(): string {
    return this.#isTerminal ? '\r\u001b[K' : '';
  }

  #tell(): void {
    const { messages } = this.#counts;
    if (messages === this.#told) return;
    const rate = `${(messages - this.#told).toLocaleString('en-US')}/s`;
    this.#told = messages;
    void this.#write(`${this.#lineStart}${this.#counts.total()}, ${rate}${this.#isTerminal ? '' : '\n'}`);
  }
}
