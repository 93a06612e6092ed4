/**
 * When to stop reading.
 *
 * Signals go to a whole pipe when they are typed at a terminal or sent to a process group. The application may have last
 * words then, so the first one does not end the command:
 *
 * - SIGINT, SIGHUP, SIGQUIT: it goes on until the application has closed its output.
 * - SIGTERM: it goes on until the application has closed its output, or has written nothing for {@link QUIET_MS}, or for
 *   {@link LAST_WORDS_MS} at most: whoever stops the command alone, and not the application, waits for it.
 *
 * A second signal ends the command at once, as if there were no handler.
 */

import type { Readable } from 'node:stream';
import { systemClock, type Timer } from 'heka-core';

const QUIET_MS = 500;
const LAST_WORDS_MS = 3000;

/**
 * Reads an input until it ends, or until a signal says that nothing more will come.
 *
 * @param input never made to wait
 * @param take gets each chunk
 * @returns resolves when nothing more will be read
 */
export function readToEnd(input: Readable, take: (chunk: Buffer) => void): Promise<void> {
  for (const signal of ['SIGINT', 'SIGHUP', 'SIGQUIT'] as const) process.once(signal, () => {});
  return new Promise((resolve, reject) => {
    let quiet: Timer | undefined;
    let isStopping = false;
    const stop = (): void => {
      systemClock.clear(quiet);
      input.destroy();
      resolve();
    };
    const waitForQuiet = (): void => {
      systemClock.clear(quiet);
      quiet = systemClock.setTimeout(stop, QUIET_MS);
    };
    process.once('SIGTERM', () => {
      isStopping = true;
      systemClock.setTimeout(stop, LAST_WORDS_MS).unref();
      waitForQuiet();
    });
    input.on('data', (chunk: Buffer) => {
      take(chunk);
      if (isStopping) waitForQuiet();
    });
    input.once('end', stop);
    input.once('error', reject);
  });
}
