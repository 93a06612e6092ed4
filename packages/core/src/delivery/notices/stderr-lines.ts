import { writeSync } from 'node:fs';
import { systemClock } from '../../clock.ts';
import { asOurs, isExiting } from '../exit/our-listener.ts';

/** Where the lines of a reporter go. Each line has its newline. */
export interface Lines {
  /** Prints a line before it returns. */
  now(line: string): void;
  /** Prints a line in the next turn of the event loop, or when the process ends: a log call makes no system call. */
  soon(line: string): void;
}

class StderrLines implements Lines {
  readonly #waiting: string[] = [];
  readonly #writeWaiting = asOurs(() => {
    if (this.#waiting.length === 0) return;
    process.removeListener('exit', this.#writeWaiting);
    write(this.#waiting.splice(0).join(''));
  });

  now(line: string): void {
    this.#writeWaiting();
    write(line);
  }

  soon(line: string): void {
    // At the exit there is no next turn.
    if (isExiting()) this.now(line);
    else if (this.#waiting.push(line) === 1) {
      process.once('exit', this.#writeWaiting);
      // The process may end meanwhile.
      systemClock.setImmediate(this.#writeWaiting).unref();
    }
  }
}

/** Lines on stderr, in the order in which they were given, whichever delivery they are from. */
export const stderrLines: Lines = new StderrLines();

function write(text: string): void {
  try {
    // Synchronous: what a worker thread writes to process.stderr is lost when the process ends.
    writeSync(2, text);
  } catch {
    // A closed stderr must not take the application down.
  }
}
