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

/** Lines that wait, of all deliveries. */
const waiting: string[] = [];

/** Lines on stderr, in the order in which they were given. */
export const stderrLines: Lines = {
  now(line) {
    writeWaiting();
    write(line);
  },
  soon(line) {
    // There is no next turn.
    if (isExiting()) stderrLines.now(line);
    else if (waiting.push(line) === 1) {
      process.once('exit', writeWaiting);
      // The process may end meanwhile.
      systemClock.setImmediate(writeWaiting).unref();
    }
  },
};

asOurs(writeWaiting);

function writeWaiting(): void {
  if (waiting.length === 0) return;
  process.removeListener('exit', writeWaiting);
  write(waiting.splice(0).join(''));
}

function write(text: string): void {
  try {
    // Synchronous: what a worker thread writes to process.stderr is lost when the process ends.
    writeSync(2, text);
  } catch {
    // A closed stderr must not take the application down.
  }
}
